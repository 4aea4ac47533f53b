"""Who owns how much of whom, and what listed owners hold together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from enduse.model.answer import Answer
from enduse.model.evidence import Citation

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One owner's share of one asset, in per cent, as bounds: `low` equals `high` where the share is stated.

    A tie of ownership without a share runs from 0 to 100. `owner` and `asset` name the parties: an entity of the record
    by its id, in an answer by name and id.
    """

    owner: str
    asset: str
    low: Decimal
    high: Decimal
    evidence: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipFinding:
    """What listed owners hold of one party, alone or together, directly or through others that they own half of.

    `low` and `high` bound the sum in per cent. `chains` are the holdings that count, from the listed owner down to the
    party, one chain a line.
    """

    party: str
    answer: Answer
    low: Decimal
    high: Decimal
    chains: tuple[tuple[Holding, ...], ...] = ()
