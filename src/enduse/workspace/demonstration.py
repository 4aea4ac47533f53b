"""The demonstration: one invented order, from a new workspace to an assessment, in a folder that is removed again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory

from enduse.errors import InputError
from enduse.model.assessment import Assessment
from enduse.model.demonstration import Demonstration, DemonstrationPage
from enduse.workspace.opening import Workspace
from enduse.workspace.presenting import as_text, clean_text

NOTICE = (
    "Every party, place, machine, list and report in this demonstration is invented; the control lists are real law. "
    "It runs in a temporary folder, offline, and leaves nothing behind."
)
AS_OF = "2025-06-10"
EARLIER = "2024-06-10"
PARTNER = "XB:SECRET"
_LISTS = (("watch-list-2024-02.csv", date(2024, 2, 1)), ("watch-list-2025-01.csv", date(2025, 1, 20)))
_PAPERS = ("report-1.txt", "report-2.txt")
_ORDER = "order.yaml"

Progress = Callable[[int, str], None]


def run_demo(progress: Progress | None = None, *, width: int = 100) -> Demonstration:
    """Load an invented list in two versions, read two reports, assess an order, and ask again from other viewpoints."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="enduse-demo-")))
        material = _unpack(folder)
        workspace = stack.enter_context(Workspace.create(folder / "workspace"))
        return Demonstration(notice=NOTICE, sections=tuple(_sections(workspace, material, progress, width)))


def _sections(
    workspace: Workspace, material: Path, progress: Progress | None, width: int
) -> Iterator[DemonstrationPage]:
    def page(title: str, answer: object) -> DemonstrationPage:
        if progress:
            progress(0, title)
        return DemonstrationPage(title=title, text=as_text(answer, width=width))

    loads = [
        workspace.load([material / name], source="table", published=day, marking="UNCLASSIFIED")
        for name, day in _LISTS
    ]
    yield page("1. Two versions of a list are loaded", loads)
    papers = workspace.read([material / name for name in _PAPERS], grade="B3")
    for paper in papers:
        if isinstance(paper, InputError):
            raise paper
    yield page("2. Two reports are read, each portion with its own marking", papers)
    order = material / _ORDER
    whole = workspace.assess(order, viewpoint=workspace.viewpoint(as_of=AS_OF))
    yield page(f"3. The order is assessed as of {AS_OF}, for the holder of the workspace", whole)
    partner = workspace.assess(order, viewpoint=workspace.viewpoint(as_of=AS_OF, audience=PARTNER))
    yield DemonstrationPage(
        title=f"4. The same question for a partner (audience {PARTNER}): what it may see, and nothing more",
        text=_compare(whole, partner, width=width),
    )
    earlier = workspace.assess(order, viewpoint=workspace.viewpoint(as_of=EARLIER))
    yield DemonstrationPage(
        title=f"5. The same question as of {EARLIER}, before the list of January 2025",
        text=_compare(whole, earlier, width=width),
    )


def _compare(first: Assessment, second: Assessment, *, width: int) -> str:
    """Tell how the second answer differs from the first, then show its headline and its paths."""
    lines = [f"{'':44} {'first':14} this one"]
    for before, now in zip(first.questions, second.questions, strict=True):
        mark = "" if before.answer.verdict is now.answer.verdict else "  changed"
        line = f"{before.question.value:44} {before.answer.verdict.value:14} {now.answer.verdict.value:14}{mark}"
        lines.append(line.rstrip())
    for label, count in (
        ("gates that stop", lambda a: len(a.stops)),
        ("listed parties proposed", lambda a: sum(h.entity.is_listed for s in a.screenings for h in s.hits)),
        ("paths to something of concern", lambda a: sum(len(t.paths) for t in a.traces)),
    ):
        was, is_now = count(first), count(second)
        lines.append(f"{label:44} {was:<14} {is_now:<14}{'' if was == is_now else '  changed'}".rstrip())
    first_step = second.actions[0] if second.actions else None
    if first_step is not None:
        lines += ["", clean_text(f"First step proposed: {first_step.text}")]
    traces = [trace for trace in second.traces if trace.paths]
    return "\n".join(lines) + "\n\n" + (as_text(traces, width=width) if traces else "No path is visible from here.\n")


def _unpack(folder: Path) -> Path:
    """Copy the demonstration's files out of the program, which may be a zip."""
    material = folder / "material"
    material.mkdir()
    shipped: Traversable = resources.files("enduse.workspace") / "demo"
    for name in (*(name for name, _ in _LISTS), *_PAPERS, _ORDER):
        with (shipped / name).open("rb") as source, (material / name).open("wb") as target:
            shutil.copyfileobj(source, target)
    return material
