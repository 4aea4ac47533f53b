"""What a statement about a relationship tells: who holds which interest in an entity, how much of it, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enduse.sources.bods.fields import Fields
from enduse.sources.rows import Claims

_BOUNDS = (("exact", "minimum", "exclusiveMinimum"), ("exact", "maximum", "exclusiveMaximum"))
_OF_THE_PARTY = ("controls", "officer_of")
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What holds for all interests of a relationship."""

    held: Claims
    holds: Claims
    said_on: date | None
    closed: date | None
    has_parts: bool


def say_relationship(fields: Fields, details: Fields, claims: Claims) -> tuple[Claims, ...]:
    """Return the claims about the two ends; of an owner who is not told, a note on the entity keeps the reason."""
    said_on = fields.day("statementDate")
    status = fields.meaning("recordStatus", fields.text("recordStatus"))
    parts = [details.raw(name) for name in ("componentRecords", "componentStatementIDs")]
    asset, party = (_end(details, name) for name in ("subject", "interestedParty"))
    if not isinstance(asset, str):
        raise fields.fault(f"the subject of the relationship is not told ({asset.text('reason') or 'no reason'}).",
                           "Nothing can be stated of an entity that is not named.")
    held = _about(fields, asset, claims)
    if not isinstance(party, str):
        reason = ": ".join(text for text in (party.text("reason"), party.text("description")) if text)
        held.say("notes", f"interested party not told: {reason or 'no reason given'}", said_on=said_on)
        return (held,)
    if asset == party:
        raise fields.fault("the two ends are one entity.")
    told = _Told(held=held, holds=_about(fields, party, claims), said_on=said_on,
                 closed=said_on if status == "closed" else None, has_parts=any(parts))
    interests = details.each("interests")
    for interest in interests:
        _say_interest(interest, told)
    if not interests:
        held.say("associated_with", told.holds.subject, printed="interest not told", valid_to=told.closed,
                 said_on=said_on)
    return (held, told.holds)


def _about(fields: Fields, record: str, claims: Claims) -> Claims:
    return Claims(fields.spec, fields.prefix + record, "LegalEntity", place=claims.place, offset=claims.offset)


def _end(details: Fields, name: str) -> str | Fields:
    """Take an end: the id of a record, or why there is none."""
    value = details.raw(name)
    if isinstance(value, str) and value.strip() and len(value) <= 500 and value.isprintable():
        return value
    if not isinstance(value, dict):
        raise details.fault(f"there is no usable {name}.")
    return Fields(details.spec, value, place=details.place, subject=details.subject)


def _say_interest(interest: Fields, told: _Told) -> None:
    kind = interest.text("type") or "unknownInterest"
    tie = interest.meaning("interestType", kind)
    manner = interest.meaning("directOrIndirect", interest.text("directOrIndirect"))
    share = _share(interest.inner("share"))
    since, until = interest.day("startDate"), interest.day("endDate")
    until = min((day for day in (until, told.closed) if day), default=None)
    if since and until and until <= since:
        told.held.doubt(f"an interest ends on {until}, not after it begins on {since}; it is taken for ended.")
        since = None
    if tie == "owned_by" and manner == "indirect" and told.has_parts:
        tie = "associated_with"
    beneficial = "beneficial" if interest.truth("beneficialOwnershipOrControl") else ""
    words = interest.text("details")
    words = "" if "%" in words or "percent" in words.lower() else words
    printed = ", ".join(text for text in (kind, manner, beneficial, share, words) if text)
    first, second = (told.holds, told.held) if tie in _OF_THE_PARTY else (told.held, told.holds)
    first.say(tie, second.subject, printed=printed, valid_from=since, valid_to=until, said_on=told.said_on)


def _share(share: Fields) -> str:
    """Return a share as it is printed here: "25 %", or "25-50 %"; empty where none is told."""
    low, high = (next((bound for bound in (_percent(share, name) for name in names) if bound is not None), None)
                 for names in _BOUNDS)
    if low is None and high is None:
        return ""
    low, high = low or Decimal(0), _WHOLE if high is None else high
    if low > high:
        raise share.fault(f"a share from {low} to {high} % is none.")
    return f"{low:f} %" if low == high else f"{low:f}-{high:f} %"


def _percent(share: Fields, name: str) -> Decimal | None:
    value = share.look(name)
    if value is None:
        return None
    number = Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else Decimal("NaN")
    if not 0 <= number <= 100 if number.is_finite() else True:
        raise share.fault(f"the {name} share {str(value)[:20]!r} is no percentage.")
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
