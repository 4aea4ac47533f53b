"""Write the reference pages that list what the program itself knows, so that they cannot fall behind it.

    .venv/bin/python docs/make_reference.py

`tests/docs/test_reference.py` says when a page is out of date.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from enduse.assessment.columns import column_rules
from enduse.assessment.flag_rules import flag_rules
from enduse.assessment.gates import gate_rules
from enduse.assessment.patterns import pattern_rules
from enduse.interfaces.cli.grammar import build_parser
from enduse.knowledge.arms_embargoes import arms_embargoes, embargo_rules
from enduse.knowledge.catch_all_law import catch_all_rules, known_uses
from enduse.knowledge.declaration_columns import DECLARATION, LICENSE, column_fields, comparing_rule
from enduse.knowledge.nodes import Node
from enduse.knowledge.order_facts import known_facts
from enduse.knowledge.shelf import list_knowledge, open_knowledge
from enduse.sources.catalogue import list_sources
from enduse.workspace.schemas import get_schema, list_schemas

_NOTE = "<!-- Written by docs/make_reference.py; change the program, then run it again. -->\n"
_DECLARATIONS = """\
# Files of declarations

What `enduse assess --in` reads: CSV, Parquet, JSON Lines or a workbook, one line of goods a row; or JSON Lines of
whole [orders](order-file.md), told by their keys `parties` and `lines`. Headings are known whatever their case, with
or without spaces, hyphens and underscores; `--map COLUMN=FIELD` names any other. A party, a customs code or a
description must be there; every other column may be missing, and what needs it is not asked.
"""
_FACT_COLUMNS = """\
A column whose heading is a fact of an [order](order-file.md) (`bill_is_to_order`, `advance_share`) is that fact;
several values are parted by semicolons. One that is a key of an item of an order (`item_type`, `function`,
`contouring_axes`, `X.travel_mm`) states the goods' properties; `parameters` holds several, as "contouring_axes=5;
rotary_axes=2".

## Which flags the columns answer
"""
_MADE_FACTS = """\
Flags over facts are asked when one of their facts is a column. These facts are made from columns:
"""
_LIKE_GOODS = """\
Like goods are rows of the same file with one customs code of six digits on one way (origin and destination), then of
the code, then of its heading of four: the first group of {least} rows and more answers. A spread is the median
distance of logarithms from their median, times 1.4826, and at least {spread}.

## Licenses

`--licenses FILE` is a table too. A shipment draws on the row of its license that it fits best, in the order of the
file; what goes beyond the license draws on it all the same, so every later shipment is beyond it too.
"""
_LINES = """\
## Lines that are written

The first line tells program, viewpoint, input, columns, flags and gates asked, and lists; the last one counts.
Between them each row has one: `result` is `assessed` or `not assessed` (with `place`, `reason` and `remedy`), `step`
the first thing to do or `nothing found`, `why` and `because` its reasons, `flags` those met, `flags_unknown` those
open, `groups` how many groups of flags have which strength, `hits` the best three, `gates` the stop gates asked,
`denials` the three earlier cases most alike (goods, parties and place of each from 0 to 1), `paths` the best ways to
parties of concern, `positions` under each control list, `goods` the lists that name the code, `beside_like_goods`
values apart from others, `notes` what of the row could not be used. Lines of orders have `questions`, `patterns` and
`ask` too, and all gates.

The worklist has the same lines with `rank`: by step, then by stop gates met, then by groups of stop, strong, moderate
and weak flags, then by the best hit or earlier case, the value and the row. Rows of which nothing was found are left
out.
"""


def make_pages() -> dict[str, str]:
    """Return every page by its name in docs/reference."""
    return {
        "commands.md": make_commands(), "schemas.md": make_schemas(), "sources.md": make_sources(),
        "rules.md": make_rules(), "words.md": make_words(), "declaration-file.md": make_declaration_columns(),
    }


def make_declaration_columns() -> str:
    """Return the page of the columns of files of declarations and licenses, and of the flags they answer."""
    def fields(kind: str) -> list[str]:
        rows = [[f"`{field.name}`", ", ".join(f"`{name}`" for name in field.also) or "-", field.says]
                for field in column_fields(kind).values()]
        return _table(["field", "also called", "holds"], rows)

    def needs(sets: Iterable[Iterable[str]]) -> str:
        return " or ".join(" and ".join(f"`{name}`" for name in sorted(one)) for one in sets)

    rules = {rule.kind: rule for rule in flag_rules()}
    tests = [[f"{rule.flag} {rule.name}", needs(sets)]
             for kind, sets in column_rules().tests.items() if (rule := rules.get(kind))]
    gates = [[rule.says, needs(column_rules().gates[rule.gate])]
             for rule in gate_rules().gates if rule.gate in column_rules().gates]
    facts = [[f"`{fact}`", needs(sets)] for fact, sets in column_rules().facts.items()]
    how = comparing_rule()
    like = _LIKE_GOODS.format(least=how.least_rows, spread=f"{how.smallest_spread:g}")
    return "\n".join([
        _NOTE + _DECLARATIONS, *fields(DECLARATION), "", _FACT_COLUMNS,
        *_table(["flag", "needs the columns"], tests), "",
        "And these stop gates:", "", *_table(["gate", "needs the columns"], gates), "", _MADE_FACTS,
        *_table(["fact", "needs the columns"], facts), "", like, *fields(LICENSE), "", _LINES,
    ])


def make_commands() -> str:
    """Return the page of commands and options."""
    parser = build_parser()
    everywhere, commands = _split(parser)
    lines = ["# Commands", "", _NOTE, "```", "enduse [options] COMMAND ...", "```", "", "## Everywhere", "",
             "These stand before or after the command.", "", *_options(everywhere), "",
             "`--version` prints the version.", ""]
    shared = {action.dest for action in everywhere}
    for name, command in sorted(commands.items()):
        lines += [f"## enduse {name}", "", command.description or "", ""]
        own = [a for a in command._actions if a.dest not in shared and a.dest != "help"]
        if own:
            lines += [*_options(own), ""]
        lines += ["```text", (command.epilog or "").strip(), "```", ""]
    return "\n".join(lines)


def _split(parser: argparse.ArgumentParser) -> tuple[list[argparse.Action], dict[str, argparse.ArgumentParser]]:
    everywhere, commands = [], {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            commands = dict(action.choices)
        elif action.dest not in ("help", "version"):
            everywhere.append(action)
    return everywhere, commands


def _options(actions: Iterable[argparse.Action]) -> list[str]:
    rows = []
    for action in actions:
        shown = action.metavar if isinstance(action.metavar, str) else ""
        value = f" {shown}" if shown and action.nargs != 0 else ""
        name = ", ".join(f"`{flag}{value}`" for flag in action.option_strings)
        must = " (required)" if action.option_strings and action.required else ""
        rows.append((name or f"`{shown}`", (action.help or "") + must))
    return _table(("option", "meaning"), rows)


def make_schemas() -> str:
    """Return the page of published schemas."""
    rows = [(f"`enduse-{name}/1`", schema["title"], schema["description"])
            for name in list_schemas() for schema in [get_schema(name)]]
    about = ("Every JSON document that the program writes, and every file that it reads, names its schema in its first "
             "key, but for the lines of `enduse classify --json`, which are a plain list. "
             "`enduse schema NAME` prints one, complete in itself (JSON Schema, draft 2020-12).")
    lines = ["# Schemas", "", _NOTE, about, ""]
    return "\n".join([*lines, *_table(("schema", "is", "holds"), rows), ""])


def make_sources() -> str:
    """Return the page of sources."""
    lines = ["# Sources", "", _NOTE, "The lists that `enduse load` reads. A source with an address is fetched by "
             "`enduse load ID`; the files of the others are handed in.", ""]
    for spec in list_sources():
        lines += [f"## `{spec.id}`", "", f"{spec.title}. {spec.publisher}. {spec.description}", "",
                  f"- Files: {', '.join(f'`{role.role}` ({role.format})' for role in spec.roles)}",
                  f"- Terms: {spec.terms}",
                  f"- Records expected in one version: {spec.at_least:,} to {spec.at_most:,}"]
        lines += [f"- Address of `{role}`: <{url}>" for role, url in spec.urls]
        if spec.note:
            lines.append(f"- Note: {_line(spec.note)}")
        lines += ["", *_table(("left out", "because"), [(f"`{field}`", why) for field, why in spec.left_out]), ""]
    return "\n".join(lines)


def make_rules() -> str:
    """Return the page of encoded rules: control entries with their editions, gates, red flags."""
    about = ("What is encoded of law and lore, dated and cited, and what was left out. Every rule is in our own words; "
             "the law decides.")
    lines = ["# Rules", "", _NOTE, about, "", "## Control entries", ""]
    regimes = open_knowledge("controls/regimes.yaml").get("regimes").mapping()
    for regime, folder in sorted(regimes.items()):
        lines += _regime(regime, f"controls/{folder.text()}")
    lines += ["## Whose law applies", "", *_reach(), ""]
    lines += ["## Stop gates", "", *_gates(), "", "## Catch-all tests", "",
              *_catch_all(), "", "## Arms embargoes", "", *_arms_embargoes(), "", "## Red flags", "", *_flags(), ""]
    return "\n".join(lines)


def make_words() -> str:
    """Return the page of words: kinds of entity, properties, relations, roles, each with FollowTheMoney's."""
    file = open_knowledge("codes/properties.yaml")
    whose = {"ftm": "FollowTheMoney", "enduse": "ours"}
    kinds = [(f"`{row.get('schema').text()}`", whose[row.get("word").text()], ", ".join(row.get("extends").texts()),
              row.get("says").text()) for row in file.get("schemata").items()]
    properties = [(f"`{row.get('prop').text()}`", ", ".join(row.get("on").texts()), row.get("kind").text(),
                   whose[row.get("word").text()], _meaning(row)) for row in file.get("properties").items()]
    relations = [(f"`{row.get('kind').text()}`", row.get("says").text(), _form(row.get("ftm")))
                 for row in open_knowledge("codes/relations.yaml").get("kinds").items()]
    roles = [(f"`{row.get('role').text()}`", row.get("says").text(),
              f"UnknownLink, role \"{row.get('ftm_role').text()}\"")
             for row in open_knowledge("codes/roles.yaml").get("roles").items()]
    about = ("What a statement may say, in FollowTheMoney's words wherever it has one; the rest is our extension. What "
             "it keeps on a Sanction of its own is stated of the listed party here.")
    lines = ["# Words", "", _NOTE, about, "", "## Kinds of entity", "",
             *_table(("kind", "word", "extends", "is"), kinds), "", "## Properties", "",
             *_table(("property", "of", "value", "word", "means"), properties), "", "## Relations", "",
             *_table(("relation", "the subject is said to", "in FollowTheMoney"), relations), "", "## Roles", "",
             *_table(("role", "is", "in FollowTheMoney"), roles), ""]
    for node in file.get("vocabularies").items():
        words = [(f"`{row.get('word').text()}`", row.get("field").text()) for row in node.get("words").items()]
        lines += [f"## {node.get('vocabulary').text().capitalize()}", "", _line(node.get("about").text()), "",
                  *_table(("word", "in the field"), words), ""]
    return "\n".join([*lines, "Left out:", "", *(f"- {_left_out(row)}" for row in file.get("not_encoded").items()), ""])


def _meaning(row: Node) -> str:
    near = row.get("near").text()
    return " ".join(part for part in (
        row.get("says").text(), row.get("note").text(), f"Near: {near}." if near else "") if part)


def _form(form: Node) -> str:
    role = form.get("role").text()
    ends = f"{form.get('subject').text()}, {form.get('object').text()}"
    return f"{form.get('schema').text()} ({ends})" + (f', role "{role}"' if role else "")


def _regime(regime: str, folder: str) -> list[str]:
    editions = open_knowledge(f"{folder}/editions.yaml")
    lines = [f"### {regime}: {editions.get('title').text()}", ""]
    rows = [
        (f"`{row.get('id').text()}`", row.get("title").text(), row.get("from").text("not stated"), _end(row))
        for row in editions.get("editions").items()
    ]
    lines += [*_table(("edition", "is", "from", "until"), rows), ""]
    for path in list_knowledge(folder):
        if path.endswith((".cases.yaml", "editions.yaml")):
            continue
        entry = open_knowledge(path)
        if path.endswith("general_notes.yaml"):
            lines += [
                f"- General note, {_line(note.get('place').text())}: {_line(note.get('says').text())}"
                for note in entry.get("notes").items()
            ]
            lines += [f"- General notes, not encoded: {_line(text)}" for text in entry.get("not_encoded").texts()]
            continue
        number, heading, cites = (_line(entry.get(key).text()) for key in ("entry", "heading", "cites"))
        lines.append(f"- **{number}** {heading} ({cites})")
        lines += [f"  - not encoded: {_left_out(node)}" for node in _find(entry, "not_encoded")]
    return [*lines, ""]


def _end(edition: Node) -> str:
    seen = edition.get("seen_until").text()
    return edition.get("until").text() or (f"last seen in force {seen}" if seen else "open")


def _reach() -> list[str]:
    """Return the grounds of every law, what was taken for granted, and what is not decided."""
    rows, left = [], []
    for path in list_knowledge("jurisdiction"):
        if path.endswith((".cases.yaml", "/assumed.yaml")):
            continue
        file = open_knowledge(path)
        regime = file.get("regime").text()
        for ground in file.get("grounds").items():
            says = ("not where: " if ground.get("lifts").boolean() else "") + ground.get("says").text()
            read = "read" if ground.get("verified").text() == "text" else "general knowledge, not read here"
            rows.append((regime, _line(says), _line(ground.get("cites").text()), read))
        left += [f"- {regime}: {_line(text)}" for text in file.get("not_decided").texts()]
    assumed = open_knowledge("jurisdiction/assumed.yaml").get("assumed").items()
    taken = [f"- {_line(row.get('says').text())}" for row in assumed]
    return [*_table(("law", "reaches an item where", "place", "text"), rows), "",
            "Our conventions, where nobody says otherwise:", "", *taken, "", "Not decided:", "", *left]


def _gates() -> list[str]:
    file = open_knowledge("assessment/gates.yaml")
    rows = [(f"`{row.get('gate').text()}`", row.get("says").text(),
             "computed" if row.get("computed").text() == "true" else "stays unknown until a person settles it")
            for row in file.get("gates").items()]
    notes = [f"- {_line(node.text())}" for node in file.get("limitations").items()]
    return [*_table(("gate", "stops when", "in this version"), rows), "", "Not evaluated:", "", *notes]


def _catch_all() -> list[str]:
    """Return the catch-all tests by law, those whose text was not read last, and what was left out."""
    rules = [(rule.law, f"{rule.article}", rule.says, rule.duty,
              f"{'read' if rule.basis == 'text' else 'described'}, {rule.seen_on}" if rule.is_read
              else "not read: only unknown") for rule in catch_all_rules()]
    left = [f"- {law}: {_line(row.get('text').text())} {_line(row.get('reason').text())}"
            for path in list_knowledge("catch_all") for law in [path.rpartition("/")[2].removesuffix(".yaml").upper()]
            for row in open_knowledge(path).get("not_encoded").items()]
    uses = [(f"`{use.use}`", use.says, f"`{use.within}`" if use.within else "") for use in known_uses().values()]
    return [*_table(("law", "place", "says", "duty", "text"), rules), "", "Left out:", "", *left, "",
            "Uses of concern, in which an order tells what the exporter was informed of, knows and suspects:", "",
            *_table(("use", "is", "lies within"), uses)]


def _arms_embargoes() -> list[str]:
    """Return the arms embargoes by body and place, which each law counts, lists seen whole, and what was left out."""
    rules, order = embargo_rules(), sorted(arms_embargoes(), key=lambda row: (row.body, row.place, row.id))
    over = {row.id: f", over by {row.ended_by}" if row.ended_by else "" for row in order}
    rows = [(row.body, row.place.upper(), rules.scopes[row.scope].says + (f" ({row.arms})" if row.arms else ""),
             f"{row.since}" if row.since else f"by {row.seen_since}",
             f"{row.until}" if row.until else f"seen {row.seen_on}{over[row.id]}", row.cites,
             "read" if row.basis == "text" else "described") for row in order]
    laws = [(one.law, ", ".join(one.bodies), one.says, one.cites) for one in rules.laws.values()]
    lists = [(one.law, f"{one.since} to {one.seen_until}", one.says, one.cites) for one in rules.lists]
    none = [(one.place.upper(), ", ".join(one.laws), one.says) for one in rules.not_counted]
    left = [f"- {_line(row.get('text').text())} {_line(row.get('reason').text())}"
            for path in list_knowledge("arms_embargoes") for row in open_knowledge(path).get("not_encoded").items()]
    return ["Catch-all tests that ask for an arms embargo take these by the day of the order.", "",
            *_table(("law", "counts those of", "which are", "by"), laws), "",
            *_table(("body", "place", "covers", "from", "until", "by", "text"), rows), "",
            "Lists seen whole, which alone let a test say that a country is under none:", "",
            *_table(("law", "days", "names", "list"), lists), "",
            "Called an arms embargo, and not counted:", "", *_table(("place", "by", "why"), none), "",
            "Left out:", "", *left]


def _flags() -> list[str]:
    rows: list[tuple[str, ...]] = []
    unknown: list[str] = []
    for path in list_knowledge("flags"):
        file = open_knowledge(path)
        for row in file.get("flags").items():
            if row.is_mapping and not row.get("flag").is_absent:
                rows.append((f"`{row.get('flag').text()}`", row.get("strength").text(), row.get("group").text(),
                             f"{row.get('name').text()}. {_line(row.get('says').text())}"))
        if path.endswith("not_encoded.yaml"):
            unknown += [f"- {_line(group.get('reason').text())} {', '.join(group.get('flags').texts())}."
                        for group in file.get("groups").items()]
    rows.sort()
    patterns = [(f"`{rule.pattern}`", f"{rule.name}. {rule.says}", ", ".join(rule.all_of), ", ".join(rule.any_of),
                 rule.then) for rule in pattern_rules()]
    facts = [(f"`{fact.fact}`", ": ".join(filter(None, (fact.kind.replace("_", " or "), ", ".join(fact.choices)))),
              fact.says, fact.got_from) for fact in known_facts().values()]
    return [*_table(("flag", "strength", "group", "is"), rows), "", "Known and not computed:", "", *unknown, "",
            "## Patterns", "", *_table(("pattern", "is", "all of", "and one of", "then"), patterns), "",
            "## Facts of an order", "", "Noted under `facts` of an [order file](order-file.md).", "",
            *_table(("fact", "value", "says", "got from"), facts)]


def _find(node: Node, key: str) -> Iterable[Node]:
    for part in node.walk():
        if part.is_mapping and not part.get(key).is_absent:
            yield from part.get(key).items()


def _left_out(node: Node) -> str:
    return f"{_line(node.get('text').text())} ({_line(node.get('reason').text())})"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    told = [[_line(cell).replace("|", "\\|") for cell in row] for row in rows]
    if not told:
        return []
    return [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *(f"| {' | '.join(row)} |" for row in told)]


def _line(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    """Write the pages."""
    folder = Path(__file__).parent / "reference"
    for name, text in make_pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
