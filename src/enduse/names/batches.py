"""Many names read and compared at once by the compiled part, to the same scores and reasons as `comparing` gives."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from enduse.model.evidence import Reason
from enduse.names.packing import KINDS
from enduse.names.tokens import Kind

if TYPE_CHECKING:
    from enduse.names.packs import Packs
    from enduse.names.scoring import Scorer

MANY = 16  # names for which opening the compiled part is worth its while

Ask = tuple[str, str, Kind, float]  # two names, how they are read, and what their reasons shall add up to


class NameBatch:
    """Names that were read for one batch; each has a number, in the order in which it was first given.

    Attributes:
        addresses: where the pack of each lies, 0 for a name that has none.
    """

    def __init__(self, opened: tuple[Packs, Scorer]) -> None:
        """Begin with nothing read."""
        self._packs = type(opened[0])()
        self.scorer = opened[1]
        self._names: list[str] = []
        self._kinds = bytearray()
        self._numbers = {kind: _Numbers(number, self._names, self._kinds) for kind, number in KINDS.items()}
        self.addresses = array("Q")

    @property
    def vocabulary(self) -> int:
        """Return the address of the packed lexicons."""
        return self._packs.vocabulary

    def number_of(self, kind: Kind) -> Mapping[str, int]:
        """Return the numbers of names of a kind: each gets one when it is first looked up by []."""
        return self._numbers[kind]

    def read(self) -> None:
        """Read the names that got numbers since the last call. Cost: as `Packs.read`."""
        start = len(self.addresses)
        self.addresses.extend(self._packs.read(self._names[start:], bytes(self._kinds[start:])))

    def tell(self, asks: Sequence[Ask]) -> list[tuple[Reason, ...] | None]:
        """Return the reasons of `compare_names` of many pairs, their weights times what makes them add up to a number.

        None where only Python can tell, where names have nothing in common, and for names that were not read. Cost:
        some 6 us a pair of four words.
        """
        from enduse.names.telling import tell_many

        packs = (
            array("Q", [self._address(left, kind) for left, _, kind, _ in asks]),
            array("Q", [self._address(right, kind) for _, right, kind, _ in asks]),
        )
        kinds = bytes([KINDS[kind] for _, _, kind, _ in asks])
        return tell_many(self.scorer, packs, kinds, [ask[:2] for ask in asks], [ask[3] for ask in asks])

    def _address(self, name: str, kind: Kind) -> int:
        number = self._numbers[kind].get(name, -1)
        return self.addresses[number] if 0 <= number < len(self.addresses) else 0


class _Numbers(dict[str, int]):
    """Numbers of the names of one kind."""

    def __init__(self, kind: int, names: list[str], kinds: bytearray) -> None:
        super().__init__()
        self._kind, self._names, self._kinds = kind, names, kinds

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self._names)
        self._names.append(name)
        self._kinds.append(self._kind)
        return number


def is_worth_it(names: int) -> bool:
    """Tell whether so many names are worth scoring at once: where the compiled part is open, or they are many."""
    return (names >= MANY or bool(open_batch.cache_info().currsize)) and open_batch() is not None


@lru_cache(maxsize=1)
def open_batch() -> tuple[Packs, Scorer] | None:
    """Return the compiled part, None where it is missing. Opening takes some 50 ms; packs serve one use at a time."""
    from enduse.names.packs import Packs
    from enduse.names.scoring import scorer

    try:
        return Packs(), scorer()
    except OSError:
        return None
