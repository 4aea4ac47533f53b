"""Proposals of resolution on the screen: both records, why, what people judged, then the clusters."""

from __future__ import annotations

from enduse.model.resolution import Proposal, Resolution, ResolutionRun, Standing
from enduse.model.screening import Entity
from enduse.model.statement import Judgement
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.screening import write_coverage
from enduse.rendering.wording import count, short_id, write_reason

_PROPERTIES = ("country", "birthDate", "incorporationDate", "address")
_MAX_VALUES = 3
_MAX_CLUSTERS = 20
_INKS = {Standing.OPEN: Ink.DOUBT, Standing.SAME: Ink.GOOD, Standing.DIFFERENT: Ink.FAINT}


def write_resolution(page: Page, resolution: Resolution) -> None:
    """Write the proposals, the best first; no proposal is said in words that claim no more than was compared."""
    page.gap()
    told = count(resolution.found, "pair") if resolution.found else "no pair"
    page.write(
        strong(f"{told} may be one party"),
        faint(f"({count(resolution.records, 'record')} looked at, {count(resolution.compared, 'pair')} compared)"),
    )
    for number, proposal in enumerate(resolution.proposals, 1):
        write_proposal(page, proposal, number)
    if len(resolution.proposals) < resolution.found:
        page.write(faint(f"and {resolution.found - len(resolution.proposals):,} more; raise --limit."), indent=2)
    _write_clusters(page, resolution)
    for note in resolution.notes:
        page.write(Span("note:", Ink.DOUBT), note, hang=2)
    write_coverage(page, resolution.coverage)


def write_proposal(page: Page, proposal: Proposal, number: int) -> None:
    """Write one pair: score, standing, both records, the reasons for and against, and its judgements."""
    page.gap()
    page.write(
        strong(f"{number}. {proposal.score:.2f}"), strong(proposal.left.caption), "=?",
        strong(proposal.right.caption), Span(proposal.standing.value, _INKS[proposal.standing]), hang=4,
    )
    for entity in (proposal.left, proposal.right):
        _write_record(page, entity)
    for reason in proposal.reasons:
        write_reason(page, reason, indent=4)
    for judgement in proposal.judgements:
        write_judgement(page, judgement, indent=4)


def write_judgement(page: Page, judgement: Judgement, *, indent: int = 0) -> None:
    """Write who judged what, when, why and until when."""
    until = f"until {judgement.until.isoformat()}" if judgement.until else ""
    page.write(
        Span(f"judged {judgement.verdict}", Ink.STRONG), f"by {judgement.actor}, {judgement.at:%Y-%m-%d %H:%MZ}", until,
        f"\u2014 {judgement.reason}", faint(f"({short_id(judgement.id)})"), indent=indent, hang=indent + 2,
    )


def write_resolution_run(page: Page, run: ResolutionRun) -> None:
    """Write what resolving a file did."""
    page.write(
        strong(run.input), faint("\u2014"), f"{count(run.records, 'record')}, {count(run.compared, 'pair')} compared,",
        f"{count(run.pairs, 'pair')} likelier one than {run.least:g},",
        f"{count(run.clusters, 'cluster')} with {count(run.doubles, 'double')}.",
    )
    page.write(f"Written to {run.out}." if run.out != "-" else "Written to standard output.")
    if run.not_read:
        page.write(Span(f"{count(run.not_read, 'row')} could not be read:", Ink.BAD))
        for fault in run.faults:
            page.write(fault, indent=2, hang=4)
    for note in run.notes:
        page.write(Span("note:", Ink.DOUBT), note, hang=2)


def _write_record(page: Page, entity: Entity) -> None:
    facts = [
        "; ".join(entity.values(prop)[:_MAX_VALUES]) for prop in _PROPERTIES if entity.values(prop)
    ]
    page.write(
        faint(f"{entity.schema},"), ", ".join([entity.caption, *facts]),
        faint(f"({', '.join(entity.sources)}; show {entity.id})"), indent=4, hang=6,
    )


def _write_clusters(page: Page, resolution: Resolution) -> None:
    if not resolution.clusters:
        return
    page.heading("Taken as one party", note="strong pairs and judgements; nothing is merged in the record")
    for cluster in resolution.clusters[:_MAX_CLUSTERS]:
        names = "; ".join(f"{member.caption} ({', '.join(member.sources)})" for member in cluster.members)
        page.write(f"{cluster.weakest:.2f}", names, faint(short_id(cluster.id)), indent=2, hang=7)
    if len(resolution.clusters) > _MAX_CLUSTERS:
        page.write(faint(f"and {len(resolution.clusters) - _MAX_CLUSTERS:,} more; --json has them all."), indent=2)
