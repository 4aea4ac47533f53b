"""One person under two family names: who marries or takes another name keeps given name, day of birth and house.

Twins share a day of birth, a house and a family name, but no given name; so it is the given name in common, with
nothing else of the names, that tells them apart.
"""

from __future__ import annotations

from enduse.names.folding import fold_name
from enduse.names.given_names import given_likeness
from enduse.names.lexicons import common_names, titles
from enduse.resolution.records import Record

MATTER = "renamed"
_SPELLING = 0.9  # of forms of one given name, from which they are taken as one
_SHORT = 4  # letters; family names of East Asia, which stand first, are mostly shorter
_MOST_NAMES = 8


def share_given_name(left: Record, right: Record) -> tuple[str, str] | None:
    """Return two names of which the first words are one given name and no other word is shared; None where none are.

    Words that are very common in names are passed over, since many of them are family names that stand first or
    the first of a chain of names.
    """
    if "Person" not in (left.schema, right.schema):
        return None
    for _, mine in left.names[:_MOST_NAMES]:
        one = _words(mine)
        for _, theirs in right.names[:_MOST_NAMES]:
            other = _words(theirs)
            if min(len(one), len(other)) > 1 and _is_one(one[0], other[0]) and not set(one[1:]) & set(other[1:]):
                return mine, theirs
    return None


def _is_one(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORT or not common_names().isdisjoint((one, other)):
        return False
    return one == other or given_likeness(one, other) >= _SPELLING


def _words(name: str) -> list[str]:
    """Return the words of a name, given names first; titles and initials left out."""
    family, comma, given = name.partition(",")
    words = fold_name(f"{given} {family}" if comma else name).split()
    return [word for word in words if len(word) > 1 and word not in titles().phrases]
