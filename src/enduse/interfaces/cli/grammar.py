"""What can be typed: commands, options and their help. Nothing heavy is imported here, so `--help` is at once there."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from enduse import __version__
from enduse.errors import UsageError
from enduse.interfaces.cli.examples import EXAMPLES

DESCRIPTION = """\
Where will this item really go, who is really behind the order, and what may be done about it?

enduse loads public lists and reads papers into a workspace, then answers with
evidence: every line says which document, which place and which words it rests
on. It proposes; a person decides."""

EPILOG = """\
Start here:
  enduse demo                            see what it does, with invented names, nothing kept
  enduse init                            make a workspace in ./.enduse
  enduse load FILE...                    load a publisher's list that you hold
  enduse screen "Example Trading LLC"    is this name on a list?
  enduse schema order                    what an order file looks like
  enduse assess order.yaml               the whole question about one order

Every command takes --json, --as-of, --known-by, --audience, --workspace and
--no-colour, before or after its name. A file named - is standard input.
Exit codes: 0 done, 2 usage, 3 input, 4 partly read, 5 not found, 6 workspace,
7 fetch, 8 knowledge, 130 stopped, 141 nobody reads the output."""


_STATES = ("in force", "ended", "revoked", "not yet", "on file", "unknown")


class Parser(argparse.ArgumentParser):
    """An argument parser that raises `UsageError` instead of leaving the program."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}.", remedy=f"See: {self.prog} --help")

    def fill_places(self, options: argparse.Namespace, words: list[str]) -> list[str]:
        """Put words that stood after an option where the command still has room for them; return what is left.

        A word that may be left out is taken for left out as soon as an option follows.
        """
        left = list(words)
        for made in (action.choices[options.command] for action in self._actions
                     if isinstance(action, argparse._SubParsersAction) and options.command):
            for action in made._get_positional_actions():
                is_open = action.nargs == "?" and getattr(options, action.dest, None) is None
                if is_open and left and not left[0].startswith("-"):
                    setattr(options, action.dest, made._get_values(action, [left.pop(0)]))
        return left


CommandMaker = Callable[[str, str], Parser]


def build_parser() -> Parser:
    """Return the parser of the whole command line."""
    parser = Parser(
        prog="enduse", description=DESCRIPTION, epilog=EPILOG, allow_abbrev=False, parents=[_everywhere(None)],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"enduse {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)
    shared = _everywhere(argparse.SUPPRESS)

    def command(name: str, summary: str) -> Parser:
        return commands.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + ".", epilog=EXAMPLES[name],
            parents=[shared], formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,
        )

    _add_record_commands(command)
    _add_question_commands(command)
    _add_other_commands(command)
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what was typed; files and names may stand before, between and after options.

    Raises:
        UsageError: something is not understood.
    """
    parser = build_parser()
    options, rest = parser.parse_known_args(arguments)
    several = getattr(options, "files", None) or getattr(options, "names", None)
    if rest and several is None:
        rest = parser.fill_places(options, rest)
    if rest and (several is None or any(word.startswith("-") and word != "-" for word in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if several is not None:
        several.extend(rest)
    return options


def _everywhere(default: str | None) -> Parser:
    """Return the options that stand before or after the command; after it, silence leaves the earlier value."""
    parser = Parser(add_help=False, allow_abbrev=False)
    group = parser.add_argument_group("everywhere")
    flag = False if default is None else default
    add = group.add_argument
    add("-w", "--workspace", metavar="FOLDER", default=default,
        help="the workspace (default: $ENDUSE_WORKSPACE, else the nearest .enduse folder upward, else ./.enduse)")
    add("--as-of", metavar="DATE", default=default,
        help="ask about this day: its list versions and its law (default: the day of --known-by)")
    add("--known-by", metavar="MOMENT", default=default,
        help="use only what had been told until this day or UTC moment (default: all)")
    add("--audience", metavar="WHO", default=default,
        help="answer as this reader may see it: owner, public, a name from the settings, DE, DE:SECRET:AMBER "
             "(default: owner)")
    add("--json", action="store_true", default=flag, help="print JSON; enduse schema describes it")
    add("--no-colour", "--no-color", dest="no_colour", action="store_true", default=flag,
        help="print without colour (as with NO_COLOR set, or when the output is no terminal)")
    return parser


def _add_record_commands(command: CommandMaker) -> None:
    init = command("init", "make a workspace")
    init.add_argument("folder", metavar="FOLDER", nargs="?", help="where (default: the folder that --workspace means)")
    load = command("load", "load one version of a publisher's list")
    load.usage = "enduse load [options] [SOURCE] [FILE ...]"
    load.add_argument("files", metavar="SOURCE, FILE", nargs="+",
                      help="a source's id, the files of one version, or both")
    load.add_argument("--source", metavar="ID", help="the source, where it shall not be detected")
    load.add_argument("--name", metavar="NAME",
                      help="a name for a list of your own; each name has its own versions (enduse sources table:NAME)")
    load.add_argument("--map", metavar="COLUMN=FIELD", action="append",
                      help="what a column of your own table means (COLUMN= for nothing, *= for nothing else), or "
                           "a YAML file of such settings")
    load.add_argument("--set", metavar="FIELD=VALUE", action="append",
                      help="what holds for every row of your own table, such as kind=Company")
    load.add_argument("--published", metavar="DATE", help="the day of this version, where the files do not print it")
    load.add_argument("--marking", metavar="TEXT",
                      help='who may see a list of your own, such as "UNCLASSIFIED" (default: you alone)')
    load.add_argument("--any-count", action="store_true",
                      help="accept an excerpt: leave its count unchecked, withdraw nothing that it leaves out")
    read = command("read", "read papers for what they claim")
    read.add_argument("files", metavar="FILE", nargs="+",
                      help="letters, cables, notices, reports, or folders of them; - is standard input")
    read.add_argument("--source", metavar="NAME", help="the series of papers these belong to (default: reports)")
    read.add_argument("--marking", metavar="TEXT",
                      help="how papers that print no marks are to be handled (TLP:GREEN); none is below it")
    read.add_argument("--grade", metavar="B2", help="how good the source and its information are (Admiralty code)")
    read.add_argument("--facts", metavar="FOLDER", help="also write enduse-facts/1 files into this folder")
    read.add_argument("--report", metavar="FILE",
                      help="of a folder: write what became of each paper here, one line of JSON each")
    read.add_argument("--jobs", metavar="N", type=_positive,
                      help="of a folder: how many processes read (default: as many as there are processors)")
    read.add_argument("--model", action="store_true",
                      help="also ask the language model of the settings, where a paper's marking allows")
    read.add_argument("--ocr", action="store_true",
                      help="also read pictures and scanned pages by text recognition (the extra enduse[ocr])")
    read.add_argument("--names", action="store_true",
                      help="also take names that a local statistical model proposes (the extra enduse[names])")
    read.add_argument("--again", action="store_true", help="of a folder: read also what the record holds already")


def _add_question_commands(command: CommandMaker) -> None:
    screen = command("screen", "look names up in the lists")
    screen.usage = "enduse screen [options] NAME ...\n       enduse screen [options] --in FILE --out HITS"
    screen.add_argument("names", metavar="NAME", nargs="*", help="a name; - reads names from standard input")
    screen.add_argument("--country", metavar="CODE", help="the party's country (ISO 3166-1, such as tw)")
    screen.add_argument("--kind", metavar="KIND", help="Person, Company, Organization, Vessel ... where it is known")
    screen.add_argument("--birth-date", metavar="DATE", help="a person's day or year of birth")
    screen.add_argument("--top", "--limit", dest="limit", metavar="N", type=_positive, default=10,
                        help="how many hits a name (default: 10)")
    screen.add_argument("--min-score", "--threshold", dest="threshold", metavar="0-1", type=_share, default=None,
                        help="the least score shown (default: 0.7)")
    screen.add_argument("--in", dest="input", metavar="FILE",
                        help="screen every row of a CSV, JSON Lines or Parquet file (.gz too; - is standard input)")
    screen.add_argument("--portfolio", metavar="NAME", help="screen a portfolio as --in screens a file")
    screen.add_argument("--out", metavar="HITS", help="with --in: write hits here, as .jsonl, .csv or .parquet")
    screen.add_argument("--report", metavar="FILE", help="with --in: write one line for every row asked, as proof")
    screen.add_argument("--map", metavar="COLUMN=FIELD", action="append",
                        help="with --in: what a column means (COLUMN= for nothing), or a YAML file of such pairs")
    screen.add_argument("--encoding", metavar="NAME", help="with --in: how a text file is encoded (default: utf-8)")
    screen.add_argument("--jobs", metavar="N", type=_positive, help="with --in: how many processes (default: 1)")
    screen.add_argument("--resume", action="store_true",
                        help="with --in: go on where an interrupted run stopped; without one, begin")
    compare = command("compare", "tell of pairs of records whether they are one party, and why")
    compare.add_argument("--in", dest="input", metavar="FILE", default="-",
                         help="pairs as JSON Lines (default: -, standard input)")
    compare.add_argument("--out", metavar="FILE", default="-",
                         help="where the scores go, as JSON Lines (default: -, standard output)")
    resolve = command("resolve", "propose which records are one party, and keep what you judge of them")
    resolve.add_argument("--source", metavar="ID", action="append", help="only records of this source; may be repeated")
    resolve.add_argument("--between", metavar="ID", nargs=2, help="only pairs of one source's record and the other's")
    resolve.add_argument("--min-score", metavar="0-1", type=_share, default=None,
                         help="the least score told (default: 0.7; with --in 0.5)")
    resolve.add_argument("--limit", metavar="N", type=_positive, default=20, help="how many pairs (default: 20)")
    resolve.add_argument("--open", action="store_true", dest="is_open", help="leave out pairs that are judged already")
    resolve.add_argument("--same", metavar="ID", nargs=2, help="judge two records to be one party")
    resolve.add_argument("--different", metavar="ID", nargs=2, help="judge two records to be two parties")
    resolve.add_argument("--undo", metavar="ID", nargs="+", help="open the question again: two records, or a judgement")
    resolve.add_argument("--reason", metavar="TEXT", help="why you judge so")
    resolve.add_argument("--until", metavar="DATE", help="the day from which the judgement no longer holds")
    resolve.add_argument("--in", dest="input", metavar="FILE",
                         help="find the doubles of a file (columns as for screen --in)")
    resolve.add_argument("--out", metavar="FILE", help="with --in: where clusters and pairs go, as JSON Lines")
    resolve.add_argument("--map", metavar="COLUMN=FIELD", action="append",
                         help="with --in: what a column means, or a YAML file of such pairs; may be repeated")
    resolve.add_argument("--encoding", metavar="NAME", help="with --in: the encoding of the text (default: utf-8)")
    screen.add_argument("--show-allowed", action="store_true",
                        help="list hits that a decision has settled too, after the open ones")
    judge = command("judge", "decide of a hit, or of a flag, a gate or a state of mind of an order")
    judge.usage = ("enduse judge different|same|undo PARTY ENTITY --reason TEXT [--until DATE] [options]\n"
                   "       enduse judge settle|reopen ORDER FLAG|GATE --reason TEXT [--until DATE] [--document FILE]\n"
                   "       enduse judge holds|does-not-hold|reopen ORDER DEGREE:USE --reason TEXT [--until DATE]")
    judge.add_argument("verdict", metavar="VERDICT",
                       choices=("different", "same", "undo", "settle", "holds", "does-not-hold", "reopen"),
                       help="different: somebody else, so the hit is allowed; same: the party; undo: open again; "
                            "settle: a flag or gate is answered; holds, does-not-hold: a state of mind; reopen: take "
                            "any of these back")
    judge.add_argument("party", metavar="PARTY|ORDER",
                       help="the name as it was asked, with --in the id of a row; or an order: its reference when "
                            "it is kept, else its file")
    judge.add_argument("entity", metavar="ENTITY|NAME",
                       help="the entity's id, as screen prints it; or a flag, a gate, or degree and use of a state of "
                            "mind such as aware:missile")
    judge.add_argument("--document", metavar="FILE", help="with settle: the paper that answers, kept in the record")
    judge.add_argument("--reason", metavar="TEXT", required=True, help="why")
    judge.add_argument("--until", metavar="DATE", help="the day from which it no longer counts (default: no end)")
    judge.add_argument("--marking", metavar="TEXT", help="who may see the decision (default: you alone)")
    judge.add_argument("--country", metavar="CODE", help="the country that was asked with")
    judge.add_argument("--kind", metavar="KIND", help="the kind that was asked with")
    judge.add_argument("--birth-date", metavar="DATE", help="the birth date that was asked with")
    judge.add_argument("--identifier", metavar="PROPERTY=VALUE", action="append",
                       help="an identifier that was asked with; may be repeated")
    judge.add_argument("--in", dest="input", metavar="FILE", help="take the party from a row of this file")
    judge.add_argument("--map", metavar="COLUMN=FIELD", action="append", help="with --in: what a column means")
    judge.add_argument("--encoding", metavar="NAME", help="with --in: how a text file is encoded (default: utf-8)")
    command("judgements", "list what was decided of hits and judged of orders, and whether it still counts")
    portfolio = command("portfolio", "keep files of your own parties under a name: customers, suppliers, watch-lists")
    portfolio.usage = "enduse portfolio add NAME FILE | list | remove NAME"
    portfolio.add_argument("action", metavar="add|list|remove", choices=("add", "list", "remove"), help="what to do")
    portfolio.add_argument("name", metavar="NAME", nargs="?", help="the name it is kept under")
    portfolio.add_argument("file", metavar="FILE", nargs="?", help="CSV, JSON Lines or Parquet, as for screen --in")
    portfolio.add_argument("--map", metavar="COLUMN=FIELD", action="append",
                           help="what a column means (COLUMN= for nothing), or a YAML file of such pairs")
    portfolio.add_argument("--encoding", metavar="NAME", help="how a text file is encoded (default: utf-8)")
    portfolio.add_argument("--marking", metavar="TEXT", help="who may see it (default: you alone)")
    changes = command("changes", "tell which orders, parties and decisions answer differently, and why")
    changes.usage = "enduse changes [NAME] [--since MOMENT] [--from DATE] [--to DATE] [options]"
    changes.add_argument("portfolio", metavar="NAME", nargs="?",
                         help="a portfolio; without one all that is kept: orders, portfolios, decisions")
    changes.add_argument("--from", dest="start", metavar="DATE", help="compare with the lists of this day")
    changes.add_argument("--to", metavar="DATE", help="the day that is compared with it (default: --as-of, else today)")
    changes.add_argument("--since", metavar="MOMENT",
                         help="compare with what had been told until this day or UTC moment (default: until the changes"
                              " were last noted with --seen, else until the portfolio was kept)")
    changes.add_argument("--min-score", dest="threshold", metavar="0-1", type=_share, default=None,
                         help="the least score of a hit (default: as for screen)")
    changes.add_argument("--seen", action="store_true",
                         help="note that these changes have been seen: the next run begins here")
    classify = command("classify", "find which control entries cover an item, and by how much")
    classify.add_argument("file", metavar="FILE", nargs="?", help="an item file or an order; - is standard input")
    classify.add_argument("--date", metavar="DATE", action="append",
                          help="the day whose law is asked (default: --as-of, else today); with --in several")
    classify.add_argument("--record", metavar="FILE",
                          help="write a page for each item too that an officer can check and sign")
    classify.add_argument("--entry", metavar="ENTRY", action="append",
                          help="only this entry, at any depth: 2B001.b.2; may be repeated")
    classify.add_argument("--ask", action="store_true",
                          help="the smallest sets of facts that can still change the answer, the cheapest first")
    classify.add_argument("--tree", action="store_true",
                          help="with --json: the whole trees of conditions, not one line an entry")
    classify.add_argument("--in", dest="input", metavar="FILE",
                          help="a catalogue: CSV, JSON Lines, Parquet or a workbook, one item a row")
    classify.add_argument("--out", metavar="FILE", help="where its answers go: JSON Lines or CSV, by the name")
    classify.add_argument("--map", metavar="COLUMN=KEY", action="append",
                          help="a column of the catalogue and the key of an item it means, - for none; or a YAML file")
    classify.add_argument("--moved-between", metavar="DATE", nargs=2,
                          help="of a catalogue, only what is answered differently on two days")
    classify.add_argument("--regime", metavar="ID", action="append", help="only this regime; may be repeated")
    entries = command("entries", "list the entries of control lists, evaluated here or not")
    entries.add_argument("text", metavar="TEXT", nargs="*", help="the beginning of a number, or words of a heading")
    entries.add_argument("--regime", metavar="ID", action="append", help="EU or US (default: both); may be repeated")
    jurisdiction = command("jurisdiction", "tell whose law reaches an item on its way")
    jurisdiction.add_argument("file", metavar="FILE", help="an item file or an order; - is standard input")
    jurisdiction.add_argument("--regime", metavar="ID", action="append", help="only this law; may be repeated")
    goods = command("goods", "tell which lists of goods name a customs code")
    goods.add_argument("code", metavar="CODE", help="a Harmonized System or Combined Nomenclature code: 8457.10")
    goods.add_argument("--to", metavar="COUNTRY", help="the destination: a code or a name (default: any)")
    products = command("products", "list what is claimed of makers' models, by whom, and where claims differ")
    products.add_argument("text", metavar="TEXT", nargs="*", help="words of the maker's or the model's name")
    denials = command("denials", "list and search denials and other earlier cases, or revoke one")
    denials.usage = ("enduse denials [options] [WORDS ...]\n"
                     "       enduse denials --like ORDER [--limit N]\n"
                     "       enduse denials --revoke|--undo ID --reason TEXT [--marking TEXT]")
    denials.add_argument("words", metavar="WORDS", nargs="*", help="all must stand in it; or the beginning of an id")
    denials.add_argument("--state", metavar="STATE", action="append", choices=_STATES,
                         help=f"only those that are {', '.join(_STATES[:-1])} or {_STATES[-1]}; may be repeated")
    denials.add_argument("--limit", metavar="N", type=_positive, default=20, help="how many (default: 20)")
    denials.add_argument("--like", metavar="ORDER",
                         help="find the cases and earlier orders that an order resembles; - is standard input")
    denials.add_argument("--revoke", metavar="ID", help="judge that this one is revoked from now on")
    denials.add_argument("--undo", metavar="ID", help="take that back")
    denials.add_argument("--reason", metavar="TEXT", help="why you judge so")
    denials.add_argument("--marking", metavar="TEXT", help="who may see the judgement (default: you alone)")
    license_ = command("license", "tell which reasons for control ask for a license to a destination")
    license_.add_argument("entry", metavar="ENTRY", nargs="+", help="an entry or a paragraph of one: 2B001.b.2")
    license_.add_argument("--to", metavar="COUNTRY", required=True, help="the destination: a code or a name")
    license_.add_argument("--regime", metavar="ID", action="append", help="US or EU (default: both); may be repeated")
    trace = command("trace", "find paths of evidence from a party to something of concern")
    trace.add_argument("party", metavar="PARTY", help="a name or an entity's id")
    trace.add_argument("--limit", metavar="N", type=_positive, default=3, help="how many different paths (default: 3)")
    orders = command("orders", "keep orders, and record what became of them")
    orders.usage = ("enduse orders keep FILE | list | remove REFERENCE\n"
                    "       enduse orders outcome REFERENCE seized|refused|released|delivered"
                    " [--on DATE] [--reason TEXT]")
    orders.add_argument("action", metavar="keep|list|remove|outcome", choices=("keep", "list", "remove", "outcome"),
                        help="what to do")
    orders.add_argument("name", metavar="FILE|REFERENCE", nargs="?",
                        help="an order file, or the reference of a kept one")
    orders.add_argument("outcome", metavar="OUTCOME", nargs="?", help="what became of it")
    orders.add_argument("--on", metavar="DATE", help="the day of the outcome (default: today)")
    orders.add_argument("--reason", metavar="TEXT", help="why, or where it stands")
    flags = command("flags", "list the red flags, and measure their worth from what became of past orders")
    flags.add_argument("--worth", action="store_true", help="how often orders that met a flag ended badly")
    flags.add_argument("--answers", metavar="FILE", help="measure on a file that assess --in wrote")
    flags.add_argument("--outcomes", metavar="FILE", help="with --answers: a table of the columns id and outcome")
    assess = command("assess", "ask everything about one order, or what the columns of a file can answer of each row")
    assess.add_argument("file", metavar="FILE", nargs="?", help="an order file; - is standard input")
    assess.add_argument("--full", action="store_true",
                        help="print every reason with its citations, every open flag and every missing fact")
    assess.add_argument("--in", dest="input", metavar="FILE",
                        help="declarations, one a row (CSV, Parquet, JSON Lines, .gz too), or orders as JSON Lines")
    assess.add_argument("--out", metavar="FILE", help="with --in: where the answers go, one line of JSON a row")
    assess.add_argument("--worklist", metavar="FILE", help="with --in: also write the gravest rows here, in order")
    assess.add_argument("--top", dest="most", metavar="N", type=_positive, default=1000,
                        help="with --worklist: how many rows at most (default: 1000)")
    assess.add_argument("--map", metavar="COLUMN=FIELD", action="append",
                        help="with --in: what a column means (COLUMN= for nothing), or a YAML file of such pairs")
    assess.add_argument("--licenses", metavar="FILE", help="with --in: licenses that the rows draw on, as a table")
    assess.add_argument("--map-licenses", metavar="COLUMN=FIELD", action="append",
                        help="what a column of the licenses means")
    assess.add_argument("--encoding", metavar="NAME", help="with --in: how a text file is encoded (default: utf-8)")
    assess.add_argument("--min-score", dest="threshold", metavar="0-1", type=_share, default=None,
                        help="with --in: the least score of a hit (default: as for screen)")
    assess.add_argument("--jobs", metavar="N", type=_positive, help="with --in: how many processes (default: 1)")
    assess.add_argument("--resume", action="store_true",
                        help="with --in: go on where an interrupted run stopped; without one, begin")


def _add_other_commands(command: CommandMaker) -> None:
    schema = command("schema", "print a published JSON Schema")
    schema.add_argument("name", metavar="NAME", nargs="?", help="its name, such as order; without one, list them")
    schema.add_argument("type", metavar="TYPE", nargs="?",
                        help="with item: a kind of item, whose parameters are listed with the entries that use them")
    find = command("find", "find words, models, numbers and addresses in papers and facts")
    find.add_argument("words", metavar="WORDS", nargs="+", help="all must stand; several in quotes, one after another")
    find.add_argument("--limit", metavar="N", type=_positive, default=20,
                      help="how many passages and facts (default: 20)")
    stories = command("stories", "tell which papers tell one story, to whom, and where they do not agree")
    stories.add_argument("words", metavar="WORDS", nargs="*",
                         help="only stories with a party, item or paper that holds all of them")
    stories.add_argument("--limit", metavar="N", type=_positive, default=10, help="how many stories (default: 10)")
    papers = command("compare-papers", "tell where the papers of one shipment do not agree, and draft an order of them")
    papers.add_argument("files", metavar="FILE", nargs="+",
                        help="enquiry, quotation, order, invoice, packing list, bill of lading, end-use statement ...")
    papers.add_argument("--order", metavar="FILE", help="also write a draft order, each value with its paper and line")
    review = command("review", "review the facts of a paper: accept, correct or reject them")
    review.usage = "enduse review PAPER [--open]\n       enduse review --accept|--reject|--undo ID ... [--reason TEXT]"
    review.add_argument("paper", metavar="PAPER", nargs="?", help="the paper's id, or the path of its file")
    review.add_argument("--open", action="store_true", dest="is_open", help="only facts that nobody has judged")
    review.add_argument("--rejected", action="store_true", dest="is_refused",
                        help="only what a language model proposed and the words did not carry")
    review.add_argument("--accept", metavar="ID", nargs="+", help="these facts are right")
    review.add_argument("--reject", metavar="ID", nargs="+", help="these facts are wrong: they answer nothing any more")
    review.add_argument("--correct", metavar=("ID", "VALUE"), nargs=2, help="the fact is right with this value")
    review.add_argument("--undo", metavar="ID", nargs="+", help="open the question again")
    review.add_argument("--reason", metavar="TEXT", help="why you judge so")
    command("check", "look through the whole record: are all documents and events as they were written?")
    erase = command("erase", "erase a paper for good, with every claim that it alone carried")
    erase.add_argument("paper", metavar="PAPER", help="the start of its hash, or the path of its file")
    erase.add_argument("--reason", metavar="WHY", required=True, help="why; the log keeps it with the hash")
    show = command("show", "show what a citation cites, in its context")
    show.add_argument("id", metavar="ID", help="the id behind a citation")
    sources = command("sources", "list the sources it can load, which version is loaded, and what is stale")
    sources.add_argument("id", metavar="ID", nargs="?", help="one source: its files, terms and notes")
    sources.add_argument("--versions", action="store_true", help="also list every version that is held")
    delta = command("delta", "tell what one version of a list changed against another")
    delta.add_argument("source", metavar="SOURCE", help="the list; enduse sources names them")
    delta.add_argument("--from", metavar="DATE", dest="earlier",
                         help="compare with the version in force on this day (default: the one before)")
    delta.add_argument("--to", metavar="DATE", dest="later",
                         help="the version in force on this day (default: the newest on --as-of)")
    delta.add_argument("--limit", metavar="N", type=_positive, default=20,
                         help="how many entities of each kind to tell of (default: 20)")
    delta.add_argument("--all", action="store_true", help="tell of every entity")
    command("demo", "show what it does, on invented names")


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 999999")
    return number


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return share
