"""An index of cases: by marks in memory or in a mapped file, and which cases share most with one asked about.

A segment is made once and never changed: a header (JSON), the marks by their 64-bit names in order, for each the
places of the cases that carry it, the cases as JSON, and of each what decides whether it stands. Several segments make
one index; a case that a later one holds anew, or that is gone, is dead in the earlier ones. How rare a mark is, is
counted over the living cases of all segments, so what is found does not depend on how they are parted.

Cost: building takes some 0.3 ms a case and 1.5 KB; asking reads the places of the marks asked for, which grow with the
cases at most 4 in a hundred of them a mark, or as many as a name stands on; the best 120 are compared. Whether a case
stands is told without reading it.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from heapq import nsmallest
from itertools import islice
from math import log
from typing import Any

from enduse.assessment.repeat_marks import kind_of, marks_of, neighbours
from enduse.assessment.repeat_rules import repeat_rules
from enduse.errors import WorkspaceError
from enduse.knowledge.denial_claims import read_item, read_party, spell_item, spell_party
from enduse.model.denial import CaseOutcome, Denial

MAGIC = b"ENDUSERP"
FORMAT = 2
_HEAD = 16
MOST_LOOKED_AT = 2000
_OF_PARTIES = frozenset({"identifier", "phone", "email", "domain", "name", "sound"})  # these find however common
Told = tuple[Denial, datetime | None]
_DAYS = ("decided_on", "valid_until", "review_on", "revoked_on")
_PARTS = ("parties", "items")
_OUTCOMES = tuple(CaseOutcome)
_STATE = 6  # numbers that tell of a case whether it stands
_KEPT = tuple(field.name for field in fields(Denial)
              if field.name not in ("state", "state_says", "citations", "notes", *_PARTS))


def build_index(cases: Iterable[tuple[Denial, datetime | None]], *, meta: Mapping[str, Any]) -> bytes:
    """Return a segment of cases, each with when we were told of its revocation, in order of id."""
    postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    ends, blob, ids, states = array("Q", [0]), bytearray(), [], array("i")
    for place, (case, told) in enumerate(cases):
        for mark in marks_of(case):
            postings[mark].append(place)
        blob += spell_case(case, told)
        ends.append(len(blob))
        ids.append(case.id)
        states.extend(_spell_state(case, told))
    named = sorted((name_mark(mark), mark) for mark in postings)
    keys, at, places = array("Q", [key for key, _ in named]), array("Q", [0]), array("I")
    for _, mark in named:
        places += postings[mark]
        at.append(len(places))
    listed = "\n".join(ids).encode()
    numbers = [keys.tobytes(), at.tobytes(), ends.tobytes(), places.tobytes(), states.tobytes()]
    sections = [*(part + bytes(-len(part) % 8) for part in numbers), listed, bytes(blob)]
    body = b"".join(sections)
    header = json.dumps({
        **meta, "format": FORMAT, "cases": len(ids), "marks": len(keys), "sizes": [len(part) for part in sections],
        "places": len(places), "sum": hashlib.blake2b(body, digest_size=16).hexdigest(),
    }, sort_keys=True).encode()
    header += b" " * (-(len(header) + _HEAD) % 8)
    return MAGIC + len(header).to_bytes(8, "little") + header + body


def name_mark(mark: str) -> int:
    """Return the 64-bit name of a mark."""
    return int.from_bytes(hashlib.blake2b(mark.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Segment:
    """A segment opened where it lies. Raises WorkspaceError for bytes that this program did not write."""

    def __init__(self, buffer: Any, *, where: str = "", is_checked: bool = True) -> None:
        self.where = where
        try:
            view = memoryview(buffer)
            if bytes(view[:8]) != MAGIC:
                raise ValueError("it does not begin as one")
            start = _HEAD + int.from_bytes(view[8:_HEAD], "little")
            self.meta: dict[str, Any] = json.loads(bytes(view[_HEAD:start]))
            sizes = self.meta["sizes"]
            if self.meta["format"] != FORMAT or start + sum(sizes) != len(view):
                raise ValueError("it is cut short, or of another version")
            if is_checked and hashlib.blake2b(view[start:], digest_size=16).hexdigest() != self.meta["sum"]:
                raise ValueError("its checksum does not match")
            parts = []
            for size in sizes:
                parts.append(view[start:start + size])
                start += size
            self._keys, self._at, self._ends = (part.cast("Q") for part in parts[:3])
            self._places, self._states, self._blob = parts[3].cast("I"), parts[4].cast("i"), parts[6]
            self.ids: list[str] = bytes(parts[5]).decode().split("\n") if self.meta["cases"] else []
        except (ValueError, KeyError, TypeError, IndexError) as exc:
            remedy = "It is made anew from the record when the next question is asked."
            raise WorkspaceError(f"an index of cases is damaged: {exc}.", where=where, remedy=remedy) from exc

    def __len__(self) -> int:
        return len(self.ids)

    def places(self, mark: str) -> Sequence[int]:
        """Return the places of the cases that carry a mark."""
        key, count = name_mark(mark), int(self.meta["marks"])
        at = bisect_left(self._keys, key, 0, count)
        if at >= count or self._keys[at] != key:
            return ()
        return self._places[self._at[at]:self._at[at + 1]]

    def case(self, place: int) -> tuple[Denial, datetime | None]:
        """Return a case and when we were told of its revocation."""
        return read_case(bytes(self._blob[self._ends[place]:self._ends[place + 1]]))

    def state(self, place: int) -> Told:
        """Return of a case its id and what decides whether it stands, and nothing else."""
        return _read_state(self.ids[place], self._states[place * _STATE:(place + 1) * _STATE])


class CaseIndex:
    """Segments as one; of each the ids that are dead in it."""

    def __init__(self, segments: Sequence[tuple[Segment, frozenset[str]]]) -> None:
        self._segments = []
        self._gone: Counter[str] = Counter()
        self.cases = 0
        for segment, dead in segments:
            places = {place for gone in dead if (place := _find(segment.ids, gone)) >= 0}
            for place in places:
                self._gone.update(marks_of(segment.case(place)[0]))
            self._segments.append((segment, places))
            self.cases += len(segment) - len(places)

    def count(self, mark: str) -> int:
        """Return how many living cases carry a mark."""
        return sum(len(segment.places(mark)) for segment, _ in self._segments) - self._gone[mark]

    def case(self, name: str) -> Told | None:
        """Return the living case of an id and when we were told of its revocation, None where there is none."""
        for segment, dead in self._segments:
            place = _find(segment.ids, name)
            if place >= 0 and place not in dead:
                return segment.case(place)
        return None

    def walk(self) -> Iterator[tuple[Denial, datetime | None]]:
        """Yield every living case, in order of id within each segment."""
        for segment, dead in self._segments:
            yield from (segment.case(place) for place in range(len(segment)) if place not in dead)

    def find(
        self, asked: Denial, *, limit: int, also: Iterable[str] = (), prefer: Callable[[Told], bool] | None = None,
    ) -> list[tuple[float, Denial, datetime | None]]:
        """Return the cases that share most with one, with the share of its marks' worth, best first, then by id.

        `also` are further marks at half their worth (of parties linked in the record). `prefer` sees of a case what
        decides whether it stands: where fewer than half of the limit are to be preferred, the next of those come
        beside it (`MOST_LOOKED_AT` in all are looked at), so that none is crowded out by others like it.
        """
        worth = self._worth(asked, also)
        total = sum(worth.values()) or 1.0
        scores: list[tuple[float, str, Segment, int]] = []
        counts = {mark: self.count(mark) for mark in worth}
        order = sorted(worth, key=lambda mark: (counts[mark], mark))
        common = max(repeat_rules().common["at_least"], repeat_rules().common["share"] * self.cases)
        rare = [mark for mark in order if counts[mark] <= common or kind_of(mark) in _OF_PARTIES]
        for segment, dead in self._segments:
            found = _add_up(segment, order, rare, worth)
            best = nsmallest(MOST_LOOKED_AT, ((-round(score, 9), place) for place, score in found.items()
                                              if place not in dead))
            scores += [(score, segment.ids[place], segment, place) for score, place in best]
        scores.sort(key=lambda one: one[:2])
        wanted = scores[:limit]
        if prefer is not None:
            held = sum(prefer(segment.state(place)) for _, _, segment, place in wanted)
            rest = (one for one in scores[limit:MOST_LOOKED_AT] if prefer(one[2].state(one[3])))
            wanted = [*wanted, *islice(rest, max(0, limit // 2 - held))]
        return [(-score / total, *segment.case(place)) for score, _, segment, place in wanted]

    def find_marked(self, marks: Iterable[str], *, kinds: Sequence[str], least: float, limit: int) -> list[Told]:
        """Return the cases that carry at least a share of the worth of some marks of some kinds, the best first.

        Common marks find nobody here, whatever their kind, so that no word is looked up on thousands of cases.
        """
        worth = self._weigh({mark: 1.0 for mark in marks if kind_of(mark) in kinds})
        total = sum(log(1 + self.cases) * repeat_rules().marks[kind_of(mark)] if mark not in worth else worth[mark]
                    for mark in marks if kind_of(mark) in kinds)
        counts = {mark: self.count(mark) for mark in worth}
        common = max(repeat_rules().common["at_least"], repeat_rules().common["share"] * self.cases)
        order = sorted(worth, key=lambda mark: (counts[mark], mark))
        rare = [mark for mark in order if counts[mark] <= common]
        scores: list[tuple[float, str, Segment, int]] = []
        for segment, dead in self._segments:
            found = _add_up(segment, order, rare, worth)
            scores += [(-round(score, 9), segment.ids[place], segment, place) for place, score in found.items()
                       if score >= least * total and place not in dead]
        return [segment.case(place) for _, _, segment, place in nsmallest(limit, scores, key=lambda one: one[:2])]

    def share(self, asked: Denial, case: Denial) -> float:
        """Return the share of the worth of a case's marks that another one carries."""
        worth = self._worth(asked, ())
        return sum(worth[mark] for mark in sorted(worth.keys() & marks_of(case))) / (sum(worth.values()) or 1.0)

    def _worth(self, asked: Denial, also: Iterable[str]) -> dict[str, float]:
        """Return what each mark is worth: its kind's weight times how rare it is."""
        weights = repeat_rules().marks
        own = {mark for mark in marks_of(asked) if kind_of(mark) in weights}
        shares = {mark: 0.5 for mark in also if kind_of(mark) in weights} | dict.fromkeys(own, 1.0)
        for mark in own:
            for beside in neighbours(mark):
                shares.setdefault(beside, 0.6)
        return self._weigh(shares)

    def _weigh(self, shares: Mapping[str, float]) -> dict[str, float]:
        """Return the worth of marks that a living case carries, times a share of each."""
        weights = repeat_rules().marks
        return {mark: share * weights[kind_of(mark)] * log(1 + self.cases / count)
                for mark, share in shares.items() if (count := self.count(mark))}


def _add_up(
    segment: Segment, order: Sequence[str], rare: Sequence[str], worth: Mapping[str, float]
) -> Mapping[int, float]:
    """Return what the marks of each case are worth together, of cases that carry a rare one."""
    finding = frozenset(rare)
    found: defaultdict[int, float] = defaultdict(float)
    for mark in order:
        add, places = worth[mark], segment.places(mark)
        if mark in finding:
            for place in places:
                found[place] += add
        else:
            for place in found.keys() & set(places):
                found[place] += add
    return found


def _spell_state(case: Denial, told: datetime | None) -> Iterator[int]:
    yield from (_OUTCOMES.index(case.outcome), case.is_revoked)
    for day in (case.revoked_on, case.decided_on, case.valid_until, told):
        yield day.toordinal() if day else 0


def _read_state(name: str, state: Sequence[int]) -> Told:
    outcome, is_revoked, *days = state
    revoked_on, decided_on, valid_until, told = (date.fromordinal(day) if day else None for day in days)
    case = Denial(id=name, reference="", outcome=_OUTCOMES[outcome], source="", is_revoked=bool(is_revoked),
                  revoked_on=revoked_on, decided_on=decided_on, valid_until=valid_until)
    return case, datetime(told.year, told.month, told.day, tzinfo=UTC) if told else None


def spell_case(case: Denial, told: datetime | None) -> bytes:
    """Return a case as JSON without what depends on who asks when."""
    shape = {name: _spell(value) for name in _KEPT if (value := getattr(case, name))}
    shape |= {"parties": [spell_party(part) for part in case.parties], "items": [spell_item(i) for i in case.items]}
    if told is not None:
        shape["told"] = told.isoformat()
    return json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_case(data: bytes) -> tuple[Denial, datetime | None]:
    """Return the case that `spell_case` spelled, and when we were told of its revocation."""
    shape = json.loads(data.decode("utf-8", "surrogatepass"))
    told = shape.pop("told", None)
    parties = tuple(read_party(part) for part in shape.pop("parties", ()))
    items = tuple(read_item(part) for part in shape.pop("items", ()))
    for key in _DAYS:
        if key in shape:
            shape[key] = date.fromisoformat(shape[key])
    plain: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in shape.items()}
    plain["outcome"] = CaseOutcome(plain["outcome"])
    return (Denial(**plain, parties=parties, items=items), datetime.fromisoformat(told) if told else None)


def _spell(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
    return value


def _find(ids: Sequence[str], wanted: str) -> int:
    place = bisect_left(ids, wanted)
    return place if place < len(ids) and ids[place] == wanted else -1
