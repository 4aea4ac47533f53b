"""The quick verdict on a pair of sketches: how likely they are one party, with what speaks for and against in bits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from math import exp2, log2
from typing import NamedTuple

from rapidfuzz.distance import OSA

from enduse.knowledge.shelf import open_knowledge
from enduse.names.sounds import sound_key
from enduse.resolution.sketching import Sketch

WEIGHTS = "resolution/sifting.yaml"
SINGLE = frozenset({"imoNumber", "leiCode", "serialNumber", "innCode", "ogrnCode"})
_MOST_PAIRS = 64
_SHORT_FORM = 3
_NEVER = -60.0
_SAME_NAME, _SAME_WORDS, _SAME_LETTERS = "the same name", "the same words in the name", "the same letters in the name"
_SOME_WORDS, _SLIP, _SOUND = "words of the name are the same", "a word with a slip", "a word that sounds alike"
_SHORT, _INITIAL = "a short form of a word", "an initial that fits"
_OF_NAMES = frozenset({_SAME_NAME, _SAME_WORDS, _SAME_LETTERS, _SOME_WORDS, _SLIP, _SOUND, _SHORT, _INITIAL})
_DATE_TEXTS = {
    "same": "the same date", "day_and_month_exchanged": "the same date, day and month exchanged",
    "same_month": "the same month of the same year", "same_day_and_month": "the same day and month of another year",
    "same_year_rest_unknown": "the same year, no more is stated", "same_year": "about the same year, another day",
    "another": "another date",
}
# What findings are called and which weights count, in the order in which `native/sift.h` has them.
TEXTS = (
    _SAME_NAME, _SAME_WORDS, _SAME_LETTERS, _SOME_WORDS, _SLIP, _SOUND, _SHORT, _INITIAL,
    "the first word of the name is another", "a word of the name is another",
    "words of the name stand on one side only", "of another kind", *_DATE_TEXTS.values(),
    "the same phone or site", "other ways to reach them", "the same mail address", "the same number",
    "another country", "the same post code", "the same city", "another place", "the same address",
    "much of the address is the same", *(f"another {prop}" for prop in sorted(SINGLE)),
)
WEIGHED = (
    "name.first_word_contradicts", "name.later_word_contradicts", "name.word_only_on_one_side", "name.initial",
    "name.mistyped_less", "name.sounds_alike_less", "name.short_form_less", "another_sort",
    *(f"date.{kind}" for kind in _DATE_TEXTS), "reach.same_phone", "reach.another", "reach.same_mail", "number.same",
    "number.another_single", "place.another_country", "place.same_code", "place.same_city", "place.another",
    "place.same_street", "place.much_of_street", "name.household_cap", "name.alone_at_most",
)


class Finding(NamedTuple):
    """One thing that two sketches have or lack in common, in bits, with both values."""

    text: str
    bits: float
    left: str
    right: str


class Rarity:
    """How many records carry a word of a name, and what that tells: made once for a file, asked for every pair."""

    def __init__(self, carriers: Mapping[str, int], records: int) -> None:
        """Take the carriers of words that more than one record has, and how many records there are."""
        self.records = records
        self._one = weigh_word(1, records)
        self._bits = {word: weigh_word(count, records) for word, count in carriers.items()}

    def bits(self, word: str) -> float:
        """Return what it tells when two names share the word: more, the fewer carry it."""
        return self._bits.get(word, self._one)

    @cached_property
    def start(self) -> float:
        """Return the odds, in bits, that two records drawn at random are one."""
        return start_bits(self.records)


def weigh_word(carriers: int, records: int) -> float:
    """Return what it tells, in bits, when two names share a word that so many of the records carry."""
    weights = sift_weights()
    return min(weights["name.rarest_word"], max(weights["name.commonest_word"], -log2(carriers / max(1, records))))


def start_bits(records: int) -> float:
    """Return the odds, in bits, that two of so many records are one when nothing is known of them."""
    return log2(2 * sift_weights()["doubles_expected"] / max(2, records))


@lru_cache(maxsize=1)
def sift_weights() -> Mapping[str, float]:
    """Return the weights by "group.name". Raises KnowledgeError where the file lacks one."""
    top = open_knowledge(WEIGHTS)
    weights = {name: float(top.get(name).required().decimal() or 0) for name in ("doubles_expected", "another_sort")}
    for group in ("name", "date", "reach", "number", "place"):
        for name, node in top.get(group).required().mapping().items():
            weights[f"{group}.{name}"] = float(node.decimal() or 0)
    top.faults.check()
    return weights


def sift(left: Sketch, right: Sketch, rarity: Rarity) -> float:
    """Return the bits of all findings together with the odds to start from: above 0 is likelier one than two.

    With nothing but the name in common the answer stays below 0: a name alone proposes and joins nobody.
    Two that contradict each other (`contradicts`) and share no number are not looked at further.

    Cost: 1 us where dates contradict, some 10 us for persons of six fields otherwise.
    """
    if not (left.numbers and right.numbers) and contradicts(left, right):
        return _NEVER
    found = find(left, right, rarity)
    bits: float = rarity.start + _total(found)
    if bits > 0 and not any(finding.bits > 0 and finding.text not in _OF_NAMES for finding in found):
        return min(bits, sift_weights()["name.alone_at_most"])
    return bits


def probability(bits: float) -> float:
    """Return the probability that so many bits amount to."""
    return 1.0 / (1.0 + exp2(-max(-60.0, min(60.0, bits))))


def find(left: Sketch, right: Sketch, rarity: Rarity) -> list[Finding]:
    """Return the findings in the order name, date, ways to reach, numbers, place; symmetric in the two sides."""
    weights = sift_weights()
    names, contradicts = _names(left.names, right.names, rarity, weights)
    found = names
    if left.sort and right.sort and left.sort != right.sort:
        found.append(Finding("of another kind", weights["another_sort"], left.sort, right.sort))
    _date(left.dates, right.dates, weights, found)
    shared: list[Finding] = []
    _reach(left.reach, right.reach, weights, shared)
    _place(left, right, weights, shared)
    if contradicts:
        _cap(shared, weights["name.household_cap"])
    found += shared
    _mail(left.reach, right.reach, weights, found)
    _number(left.numbers, right.numbers, weights, found)
    return found


def contradicts(left: Sketch, right: Sketch) -> bool:
    """Tell whether two records cannot be one party whatever a third one says.

    So are two of different sorts, two whose whole birth dates are not even a slip
    apart, and two with different values of a number that a party has one of.
    """
    if left.sort and right.sort and left.sort != right.sort:
        return True
    if left.dates and right.dates and left.dates != right.dates and compare_dates(left.dates, right.dates) == "another":
        return True
    if left.numbers and right.numbers and left.numbers != right.numbers:
        return bool(_single_contradicts(left.numbers, right.numbers))
    return False


# -- one field each -------------------------------------------------------------


def _names(
    left: str, right: str, rarity: Rarity, weights: Mapping[str, float]
) -> tuple[list[Finding], bool]:
    """Return the findings of the best pair of names, and whether words of it contradict each other."""
    if not left or not right:
        return [], False
    if left == right and "|" not in left:
        return [Finding(_SAME_NAME, _sum_bits(left.split(" "), rarity), left, right)], False
    best: tuple[float, list[Finding], bool] | None = None
    tried = 0
    for one in left.split("|"):
        for other in right.split("|"):
            tried += 1
            if tried > _MOST_PAIRS:
                break
            findings, is_against = _align(one, other, rarity, weights)
            total = _total(findings)
            if best is None or total > best[0]:
                best = total, findings, is_against
    return (best[1], best[2]) if best else ([], False)


def _sum_bits(words: Iterable[str], rarity: Rarity) -> float:
    total = 0.0
    for word in words:
        if len(word) > 1:
            total += rarity.bits(word)
    return total


def _total(found: Iterable[Finding]) -> float:
    """Add up bits one by one, as the kernel does: newer versions of Python make up for rounding in `sum`."""
    total = 0.0
    for finding in found:
        total += finding.bits
    return total


def _align(left: str, right: str, rarity: Rarity, weights: Mapping[str, float]) -> tuple[list[Finding], bool]:
    """Pair the words of two names: equal ones, then those nearest in spelling; what is left speaks against."""
    ours, theirs = left.split(" "), right.split(" ")
    found: list[Finding] = []
    same = [word for word in ours if word in theirs]
    if len(same) == len(ours) == len(theirs):
        return [Finding(_SAME_WORDS, _sum_bits(same, rarity), left, right)], False
    if same:
        both = " ".join(same)
        found.append(Finding(_SOME_WORDS, _sum_bits(same, rarity), both, both))
    mine = [word for word in ours if word not in same]
    other = [word for word in theirs if word not in same]
    if mine and other and not same and "".join(ours) == "".join(theirs):
        bits = _sum_bits(theirs if len(theirs) > len(ours) else ours, rarity)
        return [Finding(_SAME_LETTERS, bits, left, right)], False
    if len(mine) == len(other) == 1:
        finding = _near(mine[0], other[0], rarity, weights)
        if finding:
            return [*found, finding], False
    for word in sorted(mine, key=lambda w: (-len(w), w)) if len(mine) > 1 or len(other) > 1 else ():
        options = [(finding.bits, match, finding) for match in other
                   for finding in (_near(word, match, rarity, weights),) if finding]
        if options:
            _, match, finding = max(options, key=lambda option: (option[0], option[1]))
            found.append(finding)
            mine.remove(word)
            other.remove(match)
    if mine and other:
        is_first = mine[0] == ours[0] and other[0] == theirs[0]
        text = "the first word of the name is another" if is_first else "a word of the name is another"
        bits = weights["name.first_word_contradicts" if is_first else "name.later_word_contradicts"]
        found.append(Finding(text, bits, " ".join(mine), " ".join(other)))
        return found, True
    if mine or other:
        bits = weights["name.word_only_on_one_side"] * (len(mine) + len(other))
        found.append(Finding("words of the name stand on one side only", bits, " ".join(mine), " ".join(other)))
    return found, False


def _near(one: str, other: str, rarity: Rarity, weights: Mapping[str, float]) -> Finding | None:
    """Return what two different words have in common: an initial, a sound, a spelling with a slip, a short form."""
    if one[0] != other[0] and len(one) < 4:
        return None
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) == 1:
        return Finding(_INITIAL, weights["name.initial"], one, other) if long[0] == short else None
    allowed = 2 if len(long) >= 8 else 1 if len(long) >= 4 else 0
    if allowed and len(long) - len(short) <= allowed and OSA.distance(one, other, score_cutoff=allowed) <= allowed:
        text, less = _SLIP, weights["name.mistyped_less"]
    elif sound_key(one) == sound_key(other):
        text, less = _SOUND, weights["name.sounds_alike_less"]
    elif len(short) >= _SHORT_FORM and long.startswith(short):
        text, less = _SHORT, weights["name.short_form_less"]
    else:
        return None
    return Finding(text, min(rarity.bits(one), rarity.bits(other)) - less, one, other)


def _date(left: str, right: str, weights: Mapping[str, float], found: list[Finding]) -> None:
    if left and right:
        kind = compare_dates(left, right)
        found.append(Finding(_DATE_TEXTS[kind], weights[f"date.{kind}"], left, right))


def compare_dates(left: str, right: str) -> str:
    """Return the kindest word for two fields of dates: a key of the weights' group "date"."""
    if left == right and len(left) == 10:
        return "same"
    kinds = [_compare_date(one, other) for one in left.split("|") for other in right.split("|")]
    return min(kinds, key=list(_DATE_TEXTS).index)


def _compare_date(one: str, other: str) -> str:
    is_whole = len(one) == len(other) == 10
    if one[:4] == other[:4]:
        if not is_whole:
            return "same_year" if one[5:7] and other[5:7] and one[5:7] != other[5:7] else "same_year_rest_unknown"
        if one == other:
            return "same"
        if one[5:7] == other[8:] and one[8:] == other[5:7]:
            return "day_and_month_exchanged"
        return "same_month" if one[5:7] == other[5:7] else "same_year"
    if not is_whole:
        return "same_year" if abs(int(one[:4]) - int(other[:4])) <= 1 else "another"
    return "same_day_and_month" if one[5:] == other[5:] and _is_slip(one[:4], other[:4]) else "another"


def _is_slip(one: str, other: str) -> bool:
    """Tell whether one year may be the other with a slip: a digit another, neighbours swapped, or the year beside."""
    return OSA.distance(one, other) <= 1 or abs(int(one) - int(other)) <= 1


def _reach(left: str, right: str, weights: Mapping[str, float], found: list[Finding]) -> None:
    if not left or not right:
        return
    ours, theirs = left.split("|"), right.split("|")
    same = [way for way in ours if way in theirs]
    bits = weights["reach.same_phone"]
    found += [Finding("the same phone or site", bits, way, way) for way in same if "@" not in way]
    if not same and {"@" in way for way in ours} & {"@" in way for way in theirs}:
        found.append(Finding("other ways to reach them", weights["reach.another"], left, right))


def _mail(left: str, right: str, weights: Mapping[str, float], found: list[Finding]) -> None:
    """Add a shared mail address, which unlike a phone is seldom a whole household's."""
    if "@" in left and "@" in right:
        theirs = right.split("|")
        found += [Finding("the same mail address", weights["reach.same_mail"], way, way)
                  for way in left.split("|") if "@" in way and way in theirs]


def _number(left: str, right: str, weights: Mapping[str, float], found: list[Finding]) -> None:
    if not left or not right:
        return
    ours = {number.partition(":")[2]: number for number in left.split("|")}
    theirs = {number.partition(":")[2]: number for number in right.split("|")}
    same = sorted(ours.keys() & theirs.keys())
    if same:
        found.append(Finding("the same number", weights["number.same"], ours[same[0]], theirs[same[0]]))
        return
    prop = _single_contradicts(left, right)
    if prop:
        found.append(Finding(f"another {prop}", weights["number.another_single"], left, right))


def _single_contradicts(left: str, right: str) -> str:
    """Return the property of which a party has one value and of which the two have different ones, or nothing."""
    ours, theirs = _by_property(left), _by_property(right)
    return min((prop for prop in ours.keys() & theirs.keys() if not ours[prop] & theirs[prop]), default="")


def _by_property(field: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number in field.split("|"):
        prop, _, value = number.partition(":")
        if prop in SINGLE:
            found.setdefault(prop, set()).add(value)
    return found


def _place(left: Sketch, right: Sketch, weights: Mapping[str, float], found: list[Finding]) -> None:
    if left.countries and right.countries and not _shared(left.countries, right.countries):
        found.append(Finding("another country", weights["place.another_country"], left.countries, right.countries))
    code, city = _shared(left.codes, right.codes), _shared(left.cities, right.cities)
    if code:
        found.append(Finding("the same post code", weights["place.same_code"], code, code))
    elif city:
        found.append(Finding("the same city", weights["place.same_city"], city, city))
    elif (left.codes and right.codes) or (left.cities and right.cities):
        found.append(Finding("another place", weights["place.another"], left.codes or left.cities,
                             right.codes or right.cities))
    if left.streets and right.streets:
        _street(left.streets, right.streets, weights, found)


def _street(left: str, right: str, weights: Mapping[str, float], found: list[Finding]) -> None:
    if _shared(left, right):
        found.append(Finding("the same address", weights["place.same_street"], left, right))
        return
    for one in left.split("|"):
        ours = one.split(" ")  # each word once (see `sketching`)
        for other in right.split("|"):
            theirs = other.split(" ")
            least = min(len(ours), len(theirs))
            if len([word for word in ours if word in theirs]) * 2 > least or (
                least >= 2 and OSA.distance(one, other, score_cutoff=2) <= 2
            ):
                found.append(Finding("much of the address is the same", weights["place.much_of_street"], one, other))
                return


def _shared(left: str, right: str) -> str:
    """Return a value that both fields hold, or nothing."""
    if not left or not right:
        return ""
    if left == right:
        return left
    theirs = right.split("|")
    return next((value for value in left.split("|") if value in theirs), "")


def _cap(found: list[Finding], cap: float) -> None:
    """Lower what speaks for by what a household shares anyway, in place, so that it adds up to the cap at most."""
    total = _total(finding for finding in found if finding.bits > 0)
    if total > cap:
        found[:] = [f._replace(bits=f.bits * cap / total) if f.bits > 0 else f for f in found]
