"""Tell how well names written another way are known again, by custom: scripts, romanisations, clerks, firms.

    python benchmarks/written_otherwise.py [--threshold 0.5] [--errors N] [--only KIND]

The names are put together from `written_otherwise.yaml` by fixed rules, so nobody is meant and every label holds by
construction. A custom gives each invented party several forms. Every two forms of a party are a true pair. For each
true pair there are two false ones: a form of the party whose first form is most alike, and where names have parts,
one that shares all parts but one (a brother, a namesake, another firm in the same trade). Pairs of the same text are
left out. The score is that of `enduse compare` on names alone; precision, recall and F1 at the threshold by custom.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from matching import at_threshold
from rapidfuzz.distance import JaroWinkler

from enduse.knowledge.nodes import Node, parse_nodes
from enduse.model.screening import Entity
from enduse.resolution.parties import compare_entities

_PARTS = Path(__file__).parent / "written_otherwise.yaml"
_SPREAD = 3  # given names that each family name is put together with
Form = str


class Pair(NamedTuple):
    """Two names and whether they are one party's."""

    left: str
    right: str
    is_same: bool


class Made(NamedTuple):
    """An invented party: its parts, by which others come near it, and its forms."""

    parts: tuple[str, ...]
    forms: tuple[Form, ...]


def main() -> None:
    """Print one line a custom."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--errors", type=int, default=0, help="print that many pairs on the wrong side")
    parser.add_argument("--only", default="", help="customs whose name has this in it")
    options = parser.parse_args()
    print(f"{'custom':24}{'pairs':>6}  P     R     F1")
    told: dict[str, list[tuple[float, bool]]] = {}
    for custom, schema, made in read_customs():
        if options.only in custom:
            pairs = list(pair_up(made))
            scores = [score(pair, schema) for pair in pairs]
            told.setdefault(schema, []).extend((s, pair.is_same) for s, pair in zip(scores, pairs, strict=True))
            tell(custom, [(s, pair.is_same) for s, pair in zip(scores, pairs, strict=True)], options.threshold)
            print_errors(pairs, scores, options)
    for schema, scored in told.items():
        tell(f"all: {schema}", scored, options.threshold)


# -- making ---------------------------------------------------------------------------


def read_customs() -> Iterator[tuple[str, str, list[Made]]]:
    """Yield each custom with the schema of its parties and the parties."""
    top = parse_nodes(_PARTS.read_bytes(), where=_PARTS.name)
    for custom, node in top.get("persons").mapping().items():
        yield custom, "Person", list(by_columns(node))
    for block in ("clerks", "patronymics"):
        people = columns(top.get(block).get("people"))
        for custom, forms in top.get(block).get("forms").mapping().items():
            yield custom, "Person", [Made(tuple(p[:3]), write(forms, fields(p))) for p in people]
    firms = top.get("firms")
    stems, towns = firms.get("stems").text().split("|"), firms.get("towns").text().split("|")
    for custom, forms in firms.get("forms").mapping().items():
        yield custom, "Company", [
            Made((stem,), write(forms, {
                "s": stem, "sl": stem, "u": stems[place - 5], "t": towns[place % len(towns)], "x": slipped(stem, place),
            }))
            for place, stem in enumerate(stems)
        ]
    for block in ("native-firms", "chinese-firms"):
        stems2 = columns(top.get(block).get("stems"))
        places = columns(top.get(block).get("towns")) if block == "chinese-firms" else [["", ""]] * len(stems2)
        for custom, forms in top.get(block).get("forms").mapping().items():
            yield custom, "Company", [
                Made((stem[0],), write(forms, {"p0": stem[0], "p1": stem[1], "t0": town[0], "t1": town[1]}))
                for stem, town in zip(stems2, places, strict=True)
            ]


def columns(node: Node) -> list[list[str]]:
    """Read "one|other|other" parts; "_" stands for a space."""
    return [[form.replace("_", " ") for form in part.split("|")] for part in node.text().split()]


def by_columns(node: Node) -> Iterator[Made]:
    """Yield persons of family and given names side by side in each column, every family name with three given names."""
    said = node.mapping()
    is_family_first = "order" in said and said["order"].text() == "family-first"
    names = said["columns"].text().split()
    families, given = columns(said["family"]), columns(said["given"])
    for place, family in enumerate(families):
        spread = range(len(given)) if len(families) == 1 else range(_SPREAD)
        for first in (given[(5 * place + 3 * turn) % len(given)] for turn in spread):
            forms = [put_together(family[at], first[at], names[at], is_family_first=is_family_first)
                     for at in range(len(names))]
            yield Made((family[0], first[0]), tuple(forms))


def put_together(family: str, given: str, column: str, *, is_family_first: bool) -> str:
    """Return a name in the order of its column."""
    if column in ("characters", "hangul", "comma"):
        return family + given
    is_first = is_family_first and column not in ("turned", "usual", "hepburn", "long")
    return (f"{family} {given}" if is_first else f"{given} {family}").strip()


def fields(person: Sequence[str]) -> dict[str, str]:
    """Return what forms may name of a person."""
    found = {f"p{place}": part for place, part in enumerate(person)}
    found |= {f"p{place}i": part[:1] for place, part in enumerate(person)}
    given, middle, family = person[:3]
    nickname, born = (person[3], person[4]) if len(person) > 4 else ("", "")
    return found | {
        "g": given, "m": middle, "f": family, "n": nickname, "b": born, "G": given[:1], "M": middle[:1],
        "Fc": family.upper(), "gl": given.lower(), "ml": middle.lower(), "fl": family.lower(),
    }


def write(forms: Node, said: dict[str, str]) -> tuple[str, ...]:
    """Return the forms of a party."""
    return tuple(form.strip().format_map(said) for form in forms.text().split(" = "))


def slipped(stem: str, place: int) -> str:
    """Return a word with two neighbouring letters exchanged or one left out."""
    at = 2 + place % (len(stem) - 4)
    return stem[:at] + stem[at + 1:] if place % 2 else stem[:at] + stem[at + 1] + stem[at] + stem[at + 2:]


def pair_up(made: Sequence[Made]) -> Iterator[Pair]:
    """Yield every two forms of a party, each followed by false pairs of the same two columns."""
    for place, party in enumerate(made):
        others = [other for other in (*made[place + 1:], *made[:place]) if not set(other.forms) & set(party.forms)]
        alike = max(others, key=lambda other: JaroWinkler.similarity(party.forms[0], other.forms[0]))
        sharing = [other for other in others if set(other.parts) & set(party.parts)]
        for turn, (left, right) in enumerate(combinations(range(len(party.forms)), 2)):
            if party.forms[left] == party.forms[right]:
                continue
            yield Pair(party.forms[left], party.forms[right], is_same=True)
            yield Pair(party.forms[left], alike.forms[right], is_same=False)
            if sharing:
                yield Pair(party.forms[left], sharing[turn % len(sharing)].forms[right], is_same=False)


# -- measuring ------------------------------------------------------------------------


def score(pair: Pair, schema: str) -> float:
    """Return the score of two names alone."""
    return compare_entities(named(pair.left, schema), named(pair.right, schema)).score


def named(name: str, schema: str) -> Entity:
    """Return an entity of which only the name is known."""
    return Entity(id="", schema=schema, caption=name, sources=("made",), properties=(("name", (name,)),))


def tell(custom: str, scored: Sequence[tuple[float, bool]], threshold: float) -> None:
    """Print the figures of a custom."""
    precision, recall, f1 = at_threshold([is_same for _, is_same in scored], [s for s, _ in scored], threshold)
    print(f"{custom:24}{len(scored):6}  {precision:.3f} {recall:.3f} {f1:.3f}")


def print_errors(pairs: Sequence[Pair], scores: Sequence[float], options: argparse.Namespace) -> None:
    """Print some pairs that are told wrong."""
    wrong = [(s, pair) for s, pair in zip(scores, pairs, strict=True) if (s >= options.threshold) != pair.is_same]
    for s, pair in wrong[:: max(1, len(wrong) // options.errors)] if options.errors else ():
        print(f"    {s:.2f} {'same' if pair.is_same else 'others'} {pair.left} | {pair.right}")


if __name__ == "__main__":
    main()
