"""The documentation tells the truth of today: what the program knows is listed, and every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from jsonschema import Draft202012Validator

from enduse.errors import EnduseError, UsageError
from enduse.interfaces.cli.commands import COMMANDS
from enduse.interfaces.cli.grammar import build_parser, parse
from enduse.interfaces.cli.main import NOBODY_READS, STOPPED
from enduse.sources.catalogue import list_source_ids
from enduse.workspace.schemas import get_schema, list_schemas

_ROOT = Path(__file__).resolve().parents[2]
_DOCS = _ROOT / "docs"
_PAGES = sorted([*_DOCS.rglob("*.md"), *_ROOT.glob("*.md")])
_COMMAND = re.compile(r"^python3 -m venv \.venv && .*$", re.MULTILINE)


def _read(name: str) -> str:
    return (_DOCS / "reference" / name).read_text(encoding="utf-8")


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", _DOCS / "make_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["commands.md", "schemas.md", "sources.md", "rules.md", "words.md"])
def test_a_written_page_is_what_the_program_would_write_today(name: str) -> None:
    assert _read(name) == _maker().make_pages()[name], "run: python docs/make_reference.py"


def test_every_command_source_and_schema_is_listed() -> None:
    assert all(f"## enduse {name}\n" in _read("commands.md") for name in COMMANDS)
    assert all(f"## `{name}`\n" in _read("sources.md") for name in list_source_ids())
    assert all(f"| `enduse-{name}/1` |" in _read("schemas.md") for name in list_schemas())


def test_every_error_kind_stands_with_its_exit_code_and_status() -> None:
    rows = dict(re.findall(r"^\| \d+ \| `([\w-]+)` \| (\d+) \|", _read("exit-codes.md"), re.MULTILINE))
    codes = dict(re.findall(r"^\| (\d+) \| `([\w-]+)` \|", _read("exit-codes.md"), re.MULTILINE))
    kinds: list[type[EnduseError]] = [EnduseError, *EnduseError.__subclasses__()]
    assert rows == {kind.kind: str(kind.http_status) for kind in kinds}
    assert codes == {str(kind.exit_code): kind.kind for kind in kinds}
    assert all(f"\n| {code} |" in _read("exit-codes.md") for code in (0, STOPPED, NOBODY_READS))


def test_every_error_kind_is_told_apart_on_the_page_of_troubles_with_its_exit_code() -> None:
    page = (_DOCS / "how-to" / "when-something-fails.md").read_text(encoding="utf-8")
    told = re.findall(r"^## `([\w-]+)`: exit code (\d+)$", page, re.MULTILINE)
    kinds: list[type[EnduseError]] = [EnduseError, *EnduseError.__subclasses__()]
    assert sorted(told) == sorted((kind.kind, str(kind.exit_code)) for kind in kinds)
    shown = {part.split("`", 1)[0] for part in page.split("\n## `")[1:] if "```text\n" in part}
    assert shown == {kind.kind for kind in kinds} - {EnduseError.kind}, "each shows what it looks like"
    assert not any(re.search(r"raise EnduseError\(", path.read_text(encoding="utf-8"))
                   for path in (_ROOT / "src").rglob("*.py")), "the page says that this kind is never raised"


def test_the_help_names_every_exit_code() -> None:
    told = build_parser().epilog or ""
    codes = [kind.exit_code for kind in EnduseError.__subclasses__()] + [STOPPED, NOBODY_READS]
    assert all(re.search(rf"\b{code} \w", told) for code in codes)


def test_every_setting_that_the_workspace_reads_is_listed_and_no_other() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (_ROOT / "src" / "enduse" / "workspace").rglob("*.py")]
    asked = {name for text in sources for name in re.findall(r"environ\.get\(\"(\w+)\"", text)}
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", _read("settings.md"), re.MULTILINE))
    assert asked - {"TERM"} == listed
    from enduse.workspace.settings import KEYS

    assert set(re.findall(r"^\| `([a-z_]+)` \|", _read("settings.md"), re.MULTILINE)) == set(KEYS)


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_ROOT)))
def test_every_link_inside_the_project_leads_to_a_file(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    missing = [t for t in targets if t and "://" not in t and not (page.parent / t).exists()]
    assert missing == []


def test_every_page_is_reached_from_the_index() -> None:
    linked = {(_DOCS / target).resolve() for target in re.findall(r"\]\(([^)\s#]+)\)", _index())}
    pages = {page for page in _DOCS.rglob("*.md") if page.parent.name != "decisions"}
    assert {page.resolve() for page in pages} - linked == {(_DOCS / "README.md").resolve()}
    decisions = (_DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert all(f"]({page.name})" in decisions for page in (_DOCS / "decisions").glob("0*.md"))


def _index() -> str:
    return (_DOCS / "README.md").read_text(encoding="utf-8")


def test_the_readme_has_two_commands_and_the_check_script_takes_them_from_there() -> None:
    commands = _COMMAND.findall((_ROOT / "README.md").read_text(encoding="utf-8"))
    assert commands == [
        "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt . && .venv/bin/enduse demo",
        'python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e ".[dev]" && .venv/bin/pytest',
    ]
    script = (_ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script
    assert "pip install" not in script


def test_every_pin_is_exact_and_names_no_place() -> None:
    lines = (_ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)


def _typed() -> list[str]:
    """Return every command line that a page or a help text shows."""
    texts = [page.read_text(encoding="utf-8") for page in _PAGES]
    lines = [line.strip() for text in texts for line in text.splitlines()]
    return sorted({line.partition("  ")[0].partition(" #")[0] for line in lines if line.startswith("enduse ")})


@pytest.mark.parametrize("line", _typed())
def test_every_command_that_a_page_shows_is_understood(line: str) -> None:
    words = shlex.split(re.split(r" [<>|] ", line)[0])[1:]
    if words[0] == "[options]":
        return
    try:
        parse(words)
    except UsageError as error:
        pytest.fail(f"{line}: {error}")


@pytest.mark.parametrize("page", [_DOCS / "tutorial" / "first-order.md", _DOCS / "reference" / "order-file.md"])
def test_the_files_that_pages_show_fit_their_schemas(page: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    whole = [block for block in blocks if not block.startswith(" ")]
    added = [_put_below_the_model(whole[-1], block) for block in blocks if block.startswith(" ")]
    assert whole
    for text in (*whole, *added):
        shown = yaml.load(text, yaml.BaseLoader)
        Draft202012Validator(get_schema(shown["schema"])).validate(shown)


def _put_below_the_model(order: str, block: str) -> str:
    below = re.search(r"\n +model: .*\n", order)
    assert below is not None
    return order[: below.end()] + block + order[below.end() :]
