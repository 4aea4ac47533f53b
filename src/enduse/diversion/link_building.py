"""Building a link segment: claims in, in any order; its bytes out."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, islice
from typing import Any, NamedTuple

from enduse.diversion.kernel import kernel
from enduse.diversion.link_segments import CLAIM_COLUMNS, FORMAT, LINK_COLUMNS, MAGIC
from enduse.errors import WorkspaceError
from enduse.screening.containers import Section, pack
from enduse.screening.kernel import address, zeros
from enduse.store.link_rows import LinkClaim

_AT_ONCE = 8192


class LinkColumns(NamedTuple):
    """Many claims by columns: where the ids of the ends begin and where their letters lie; numbers for all else.

    `kind` (one byte each), `cover`, `origin` and `manner` (four) number the texts of the builder; days are ordinals, 0
    where there is none.
    """

    rows: int
    subjects: tuple[int, int]
    objects: tuple[int, int]
    kind: bytes | memoryview
    cover: bytes | memoryview
    origin: bytes | memoryview
    said: bytes | memoryview
    valid_from: bytes | memoryview
    valid_to: bytes | memoryview
    manner: bytes | memoryview


class Numbers(dict[Any, int]):
    """The number of each thing met, from 0 in the order of meeting."""

    def __missing__(self, thing: Any) -> int:
        number = self[thing] = len(self)
        return number


def build_links(claims: Iterable[LinkClaim], *, meta: dict[str, Any] | None = None) -> Iterator[bytes | memoryview]:
    """Yield the bytes of a segment of some claims.

    A link from an entity to itself says nothing and is left out. Cost: some 4 us a claim.
    """
    builder = LinkBuilder()
    waiting = (claim for claim in claims if claim.subject != claim.object)
    while block := list(islice(waiting, _AT_ONCE)):
        builder.add(block)
    return builder.finish(meta)


class LinkBuilder:
    """The columns of a link segment while claims come in, many at a time.

    Memory: 38 bytes a claim and some 60 a node while they come in; twice that at the end.
    """

    def __init__(self) -> None:
        self._names = kernel().dg_names_new()
        if not self._names:
            raise MemoryError
        self.texts: dict[str, Numbers] = {name: Numbers() for name in ("kinds", "covers", "manners", "origins")}
        self._ends = array("I"), array("I")
        self._columns = {name: array("I") for name in CLAIM_COLUMNS}
        self._kinds, self._generations = bytearray(), bytearray()

    def __del__(self) -> None:
        self._free()

    def _free(self) -> None:
        if getattr(self, "_names", None):
            kernel().dg_names_free(self._names)
            self._names = None

    def add(self, claims: Sequence[LinkClaim]) -> None:
        """Take in some claims."""
        (subjects, kinds, objects, markings, seen, denied, grades, hedges, origins, said, froms, tos) = zip(
            *claims, strict=True
        )
        for ends, texts in zip(self._ends, (subjects, objects), strict=True):
            raw = [text.encode("utf-8", "surrogatepass") for text in texts]
            at = array("i", accumulate(map(len, raw), initial=0))
            text = bytearray(b"".join(raw) or b" ")  # kept while the kernel reads it
            self._take(len(raw), address(at), address(text), ends)
        self._kinds += bytes(map(self.texts["kinds"].__getitem__, kinds))
        self._generations += bytes(len(claims))
        for name, column in (
            ("COVER", map(self.texts["covers"].__getitem__, zip(markings, seen, strict=True))),
            ("ORIGIN", map(self.texts["origins"].__getitem__, origins)), ("SAID", map(ordinal, said)),
            ("FROM", map(ordinal, froms)), ("TO", map(ordinal, tos)),
            ("MANNER", map(self.texts["manners"].__getitem__, zip(grades, hedges, denied, strict=True))),
        ):
            self._columns[name].extend(column)

    def add_columns(self, columns: LinkColumns, *, generation: int) -> None:
        """Take in claims by columns; of a link that several generations tell, those of the last are kept."""
        for ends, (at, text) in zip(self._ends, (columns.subjects, columns.objects), strict=True):
            self._take(columns.rows, at, text, ends)
        self._kinds += columns.kind
        self._generations += bytes((generation,)) * columns.rows
        for name, column in zip(CLAIM_COLUMNS, columns[4:], strict=True):
            self._columns[name].frombytes(column)

    def _take(self, count: int, at: int, text: int, ends: array[int]) -> None:
        numbers = zeros("I", count)
        if kernel().dg_names_take(self._names, count, at, text, address(numbers)):
            raise WorkspaceError("the ids of linked entities need more than 4 GB, or memory is short.")
        ends.extend(numbers)

    def finish(self, meta: dict[str, Any] | None = None) -> Iterator[bytes | memoryview]:
        """Return the bytes of the segment; the builder is used up."""
        if len(self.texts["kinds"]) > 256:
            raise WorkspaceError("more than 256 kinds of relation.")
        sections = self._lay_nodes()
        nodes = len(sections["NODE_AT"]) - 1
        subjects, objects = self._ends
        order = zeros("I", len(self._kinds))
        columns = address(subjects), address(objects), address(self._kinds)
        claims = kernel().dg_order(len(order), nodes, *columns, address(self._generations), address(order))
        if claims < 0:
            raise MemoryError
        links = kernel().dg_count_links(claims, *columns, address(order))
        sections |= self._lay_links(nodes, links, claims, order)
        laid = zeros("I", claims * len(CLAIM_COLUMNS))
        for number, name in enumerate(CLAIM_COLUMNS):
            column = self._columns.pop(name)
            kernel().dg_lay_column(
                claims, address(order), address(column), number, len(CLAIM_COLUMNS), address(laid)
            )
        sections["CLAIMS"] = laid
        texts = {
            "kinds": list(self.texts["kinds"]), "origins": list(self.texts["origins"]),
            "covers": list(self.texts["covers"]),
            "manners": list(self.texts["manners"]),
        }
        head = {"format": FORMAT, "nodes": nodes, "links": links, "claims": claims, "texts": texts}
        return pack(sections, {**(meta or {}), **head}, magic=MAGIC)

    def _lay_nodes(self) -> dict[str, Section]:
        """Lay the ids in order, and number the ends of the claims so."""
        told = zeros("Q", 2)
        kernel().dg_names_count(self._names, address(told))
        at, text, rank = zeros("I", told[0] + 1), bytearray(told[1]), zeros("I", told[0])
        if kernel().dg_names_lay(self._names, address(at), address(text), address(rank)):
            raise MemoryError
        self._free()
        for ends in self._ends:
            kernel().dg_renumber(len(ends), address(ends), address(rank))
        return {"NODE_AT": at, "NODE_TEXT": text}

    def _lay_links(self, nodes: int, links: int, claims: int, order: array[int]) -> dict[str, Section]:
        subjects, objects = self._ends
        out_at, in_at, in_link = zeros("I", nodes + 1), zeros("I", nodes + 1), zeros("I", links)
        laid, in_kind = zeros("I", (links + 1) * len(LINK_COLUMNS)), bytearray(links)
        columns = map(address, (subjects, objects, self._kinds, order, out_at, laid))
        kernel().dg_lay_links(claims, nodes, *columns)
        self._ends = array("I"), array("I")
        kernel().dg_lay_back(links, nodes, address(laid), address(in_at), address(in_link), address(in_kind))
        return {"OUT_AT": out_at, "LINKS": laid, "IN_AT": in_at, "IN_LINK": in_link, "IN_KIND": in_kind}


@lru_cache(maxsize=65536)
def ordinal(day: str) -> int:
    """Return the number of a day spelled 2026-01-31, 0 for none."""
    return date.fromisoformat(day).toordinal() if day else 0
