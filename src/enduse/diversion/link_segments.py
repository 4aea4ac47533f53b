"""Link segments: who is said to be tied to whom, laid out as compressed sparse rows for searching.

A segment holds every claim of the links it tells, whoever may see them, with marking, appearances, period, grades,
hedge, origin and the day it was said; a viewpoint decides when it is searched (`network`). It is read where it lies, in
memory or in a mapped file, and never changed. Nodes are numbered in the order of their ids.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from enduse.diversion.kernel import kernel
from enduse.errors import WorkspaceError
from enduse.screening.containers import read_header
from enduse.screening.kernel import address

MAGIC = b"ENDUSELK"
FORMAT = 2
LINK_COLUMNS = ("SUBJECT", "OBJECT", "CLAIM_AT", "KIND")  # of the section LINKS, row by row
CLAIM_COLUMNS = ("COVER", "ORIGIN", "SAID", "FROM", "TO", "MANNER")  # of the section CLAIMS
TEXTS = ("kinds", "covers", "manners", "origins")


class LinkSegment:
    """A link segment opened.

    Raises:
        WorkspaceError: the bytes are not those of a segment that this program wrote.
    """

    def __init__(self, buffer: Any, *, where: str = "") -> None:
        self._where = where
        try:
            meta, self._table, start = read_header(buffer, magic=MAGIC, format=FORMAT)
            self.nodes, self.links, self.claims = (int(meta[name]) for name in ("nodes", "links", "claims"))
            self.texts: dict[str, list[Any]] = {name: list(meta["texts"][name]) for name in TEXTS}
            self.told_anew: tuple[str, ...] = tuple(meta.get("after", ()))
            self._check_columns()
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            remedy = "It is made anew from the record when the next question is asked."
            raise WorkspaceError(f"a file of links is damaged: {exc}.", where=where, remedy=remedy) from exc
        self._start, self._base, self._buffer, self._view = start, address(buffer), buffer, memoryview(buffer)

    def _check_columns(self) -> None:
        sizes = {
            **dict.fromkeys(("NODE_AT", "OUT_AT", "IN_AT"), 4 * self.nodes + 4), "IN_LINK": 4 * self.links,
            "IN_KIND": self.links, "LINKS": 4 * len(LINK_COLUMNS) * (self.links + 1),
            "CLAIMS": 4 * len(CLAIM_COLUMNS) * self.claims,
        }
        for name, size in sizes.items():
            if self._table[name][1] != size:
                raise ValueError(f"{name} has another length than its rows ask for")

    def section(self, name: str) -> tuple[int, int]:
        """Return where a section begins in the file, and its size."""
        offset, size, _ = self._table[name]
        return self._start + offset, size

    def place_of(self, name: str) -> int:
        """Return where a section lies in memory."""
        return self._base + self.section(name)[0]

    def _bytes_of(self, name: str) -> memoryview:
        start, size = self.section(name)
        return self._view[start:start + size]

    def numbers(self, name: str) -> memoryview:
        """Return the numbers of a section, four bytes each."""
        return self._bytes_of(name).cast("I")

    @cached_property
    def _nodes(self) -> tuple[memoryview, memoryview]:
        return self.numbers("NODE_AT"), self._bytes_of("NODE_TEXT")

    @cached_property
    def _links(self) -> memoryview:
        return self.numbers("LINKS")

    def claims_of(self, link: int) -> list[dict[str, int]]:
        """Return the claims of a link, whoever may see them, by `CLAIM_COLUMNS`."""
        first, last = (self._links[len(LINK_COLUMNS) * number + 2] for number in (link, link + 1))
        told, width = self.numbers("CLAIMS"), len(CLAIM_COLUMNS)
        return [
            dict(zip(CLAIM_COLUMNS, told[width * claim:width * (claim + 1)], strict=True))
            for claim in range(first, min(last, self.claims))
        ]

    def node(self, number: int) -> str:
        """Return the id of a node."""
        at, text = self._nodes
        return str(text[at[number]:at[number + 1]], "utf-8", "surrogatepass")

    def link(self, number: int) -> tuple[int, str, int]:
        """Return subject, kind and object of a link."""
        subject, obj, _, kind = self._links[len(LINK_COLUMNS) * number:len(LINK_COLUMNS) * (number + 1)]
        return subject, self.texts["kinds"][kind], obj

    def place(self, node: str) -> int:
        """Return the number of a node; where the segment does not know it, how many there are plus where it would be.
        """
        sought = node.encode("utf-8", "surrogatepass")
        at, text = self.place_of("NODE_AT"), self.place_of("NODE_TEXT")
        return int(kernel().dg_place_of(self.nodes, at, text, self.section("NODE_TEXT")[1], sought, len(sought)))

    def find_link(self, subject: int, kind: str, object: int) -> int:
        """Return the number of a link, -1 where there is none. Cost: linear in the links of the subject."""
        at = self.numbers("OUT_AT")
        for number in range(at[subject], min(at[subject + 1], self.links)):
            if self.link(number)[1:] == (kind, object):
                return number
        return -1

    def links_of(self, node: int) -> list[int]:
        """Return the numbers of all links of a node, both ways, whoever may see them."""
        out_at, in_at = (self.numbers(name) for name in ("OUT_AT", "IN_AT"))
        found = list(range(out_at[node], min(out_at[node + 1], self.links)))
        found += self.numbers("IN_LINK")[in_at[node]:in_at[node + 1]]
        return found
