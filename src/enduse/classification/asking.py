"""What to ask next: the smallest sets of missing facts that could change a position."""

from __future__ import annotations

from itertools import combinations

from enduse.model.answer import MissingFact, Verdict
from enduse.model.determination import Classification

MAX_FACTS = 12
MAX_SIZE = 3


def what_to_ask(classification: Classification, *, limit: int = 3) -> tuple[tuple[MissingFact, ...], ...]:
    """Return up to `limit` smallest sets of facts that could settle an open entry, best first.

    A set settles an entry when it holds every fact the entry still waits for. Sets
    that settle more entries come first among those of one size. Exact over the
    twelve facts that most entries wait for and sets of at most three; entries
    that need more are settled by their own whole set.
    """
    needs = [
        frozenset(d.answer.missing) for d in classification.determinations if d.answer.verdict is Verdict.UNKNOWN
    ]
    if not needs:
        return ()
    counts: dict[MissingFact, int] = {}
    for need in needs:
        for fact in need:
            counts[fact] = counts.get(fact, 0) + 1
    leading = sorted(counts, key=lambda fact: (-counts[fact], fact))[:MAX_FACTS]
    found = {
        frozenset(chosen)
        for size in range(1, MAX_SIZE + 1) for chosen in combinations(leading, size)
        if frozenset(chosen) in set(needs)
    } or set(needs)

    def rank(facts: frozenset[MissingFact]) -> tuple[int, int, list[MissingFact]]:
        return len(facts), -sum(need <= facts for need in needs), sorted(facts)

    return tuple(tuple(sorted(facts)) for facts in sorted(found, key=rank)[:limit])
