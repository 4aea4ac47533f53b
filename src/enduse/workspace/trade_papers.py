"""Comparing the papers of one shipment, and drafting an order of what they say, each value with its paper and line.

Values are compared as what they are: names of parties as screening compares them, countries by code, weights in
kilograms, money and numbers as numbers. What only one paper states is told and is no difference. Nothing is filled in.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from enduse.errors import InputError, UsageError
from enduse.knowledge.countries import find_country
from enduse.model.trade_paper import ComparedPaper, FieldComparison, PapersComparison, PaperValue
from enduse.names.comparing import compare_names
from enduse.names.search_words import search_words
from enduse.reading.bytes import read_bytes
from enduse.reading.kinds.lexicon import LANGUAGES, kind_words
from enduse.reading.kinds.places import country_of
from enduse.reading.trade_papers import GoodsLine, TradeField, TradePaper, read_trade_paper
from enduse.workspace.asked_files import take_in
from enduse.workspace.guarded import Stopped, run_guarded

_SAME_NAME = 0.7
_SECONDS = 120.0  # for reading a paper
_NUMBER = re.compile(r"\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?")
_CURRENCY = re.compile(r"\b(?:EUR|USD|GBP|CHF|JPY|CNY|CAD|AUD|AED|TRY|INR|KRW|TWD|SEK|NOK|DKK|PLN|CZK)\b|[€$£]")
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
# Of a paper or of its goods.
_OWN = frozenset({"paper_date", "goods", "model", "quantity", "hs_code", "serial_number", "unit_price"})
_COMPARED = ("quantity", "hs_code", "unit_price", "amount", "serial_number", "model")
_ORDER = {"differ": 0, "agree": 1, "once": 2}


@dataclass(frozen=True, slots=True)
class _Read:
    name: str
    paper: TradePaper


def compare_papers(paths: Sequence[Path], *, order: Path | None = None) -> PapersComparison:
    """Compare the papers of one shipment; with `order` also write a draft order of what they say.

    Raises:
        InputError: a paper cannot be read.
        UsageError: fewer than two papers, or the draft cannot be written.
    """
    if len(paths) < 2 and order is None:
        raise UsageError("one paper has nothing to be compared with.", remedy="Name two or more, or --order FILE.")
    papers = [_settle(path, made) for path, made in zip(paths, tuple(_read_each(paths)), strict=True)]
    fields = [*_compare_fields(papers), *_compare_goods(papers)]
    if order is not None:
        try:
            order.write_text(draft_order(papers), encoding="utf-8")
        except OSError as exc:
            remedy = "Name another file."
            raise UsageError(f"the draft cannot be written: {exc.strerror}.", where=str(order), remedy=remedy) from exc
    return PapersComparison(
        papers=tuple(ComparedPaper(name=each.name, kind=each.paper.kind, fields=len(each.paper.fields),
                                   goods=len(each.paper.goods)) for each in papers),
        fields=tuple(sorted(fields, key=lambda each: _ORDER[each.verdict])),
        questions=tuple(_questions(papers)), order=str(order) if order else "",
    )


def _read_each(paths: Sequence[Path]) -> Iterator[_Read | InputError | Stopped]:
    """Yield each paper as read, or why it was not, in the order given."""
    return run_guarded(_read, paths, processes=1, seconds=lambda _: _SECONDS)


def _read(path: Path) -> _Read | InputError:
    try:
        return _Read(path.name, read_trade_paper(read_bytes(take_in(path), name=path.name)))
    except InputError as error:
        return error


def _settle(path: Path, made: _Read | InputError | Stopped) -> _Read:
    if isinstance(made, Stopped):
        remedy = "Convert it to plain text, or split it."
        raise InputError(f"{made.reason}; it was given up.", where=path.name, remedy=remedy)
    if isinstance(made, InputError):
        raise made
    return made


def _compare_fields(papers: Sequence[_Read]) -> Iterator[FieldComparison]:
    said: dict[str, list[tuple[PaperValue, TradeField]]] = defaultdict(list)
    for each in papers:
        for field in each.paper.fields:
            if field.field not in _OWN:
                said[field.field].append((PaperValue(paper=each.name, value=field.value, line=field.line), field))
    for name, values in said.items():
        yield _verdict(name, "", [value for value, _ in values], _same(values[0][1].kind))
        if values[0][1].kind == "party":
            yield from _compare_addresses(values)


def _compare_addresses(values: Sequence[tuple[PaperValue, TradeField]]) -> Iterator[FieldComparison]:
    """Yield where one party stands with addresses that cannot both be right."""
    told: list[tuple[str, list[PaperValue]]] = []
    for value, field in values:
        name = _name_of(field.value)
        address = ", ".join(filter(None, (field.value.partition(name)[2].strip(" ,;"), *field.below)))
        if address:
            known = next((places for other, places in told if _same("party")(other, name)), None)
            if known is None:
                known = []
                told.append((name, known))
            known.append(PaperValue(paper=value.paper, value=address, line=value.line))
    for name, places in told:
        found = _verdict("address", name, places, _same_address)
        if found.verdict == "differ":
            yield found


def _same_address(a: str, b: str) -> bool:
    """Tell whether two addresses may be one: the numbers and words of one stand in the other, or nearly so.

    One that tells less is no contradiction.
    """
    left, right = (set(search_words(text)) for text in (a, b))
    numbers = [{word for word in words if word.isdigit()} for words in (left, right)]
    if numbers[0] and numbers[1] and not (numbers[0] <= numbers[1] or numbers[1] <= numbers[0]):
        return False
    lands = [{code for part in re.split(r"[,;]", text) if (code := _country_named(part))} for text in (a, b)]
    return not (lands[0] and lands[1] and not lands[0] & lands[1])


def _verdict(
    field: str, about: str, values: Sequence[PaperValue], same: Callable[[str, str], bool]
) -> FieldComparison:
    differ = any(not same(a.value, b.value) for n, a in enumerate(values) for b in values[:n])
    verdict = "once" if len({value.paper for value in values}) < 2 and not differ else "differ" if differ else "agree"
    return FieldComparison(field=field, about=about, verdict=verdict, values=tuple(values))


def _same(kind: str) -> Callable[[str, str], bool]:
    match kind:
        case "party":
            return lambda a, b: compare_names(_name_of(a), _name_of(b), kind="organisation").score >= _SAME_NAME
        case "country":
            return lambda a, b: (_country_named(a) or search_words(a)) == (_country_named(b) or search_words(b))
        case "weight":
            return lambda a, b: _weigh(a) == _weigh(b)
        case "money":
            return lambda a, b: (_number(a) == _number(b) and _currency(a) in (_currency(b), "")) or (
                _number(a) == _number(b) and not _currency(b))
        case "number":
            return lambda a, b: _number(a) == _number(b)
        case "code":
            return _same_code
    return lambda a, b: search_words(a) == search_words(b)


def _name_of(text: str) -> str:
    """Return the name at the beginning of a party's words: an address may follow it on the same line."""
    shared = kind_words()
    words = re.sub(r"^(?:to (?:the )?order of|messrs\.?|m/s\.?)\s+", "", text, flags=re.IGNORECASE).split()
    for at, word in enumerate(words[1:], 1):
        is_form = word.rstrip(",") in shared.legal_forms and word not in shared.weak_forms
        following = words[at + 1].rstrip(",") if at + 1 < len(words) else ""
        if is_form and following not in shared.legal_forms:
            return " ".join(words[: at + 1]).rstrip(",")
    return " ".join(words)


def _country_named(text: str) -> str:
    """Return the state that a text names in English, French, German or Spanish, "" for none."""
    plain = text.strip(" .")
    return find_country(plain) or next((code for each in LANGUAGES if (code := country_of(plain, each).lower())), "")


def _same_code(a: str, b: str) -> bool:
    """Tell whether two customs codes agree as far as both are told."""
    left, right = (re.sub(r"\D", "", text) for text in (a, b))
    return left.startswith(right) or right.startswith(left)


def _number(text: str) -> Decimal | None:
    """Return the first number of a text: "12,500.00", "12.500,00" and "12 500" are one."""
    found = _NUMBER.search(text)
    if not found:
        return None
    plain = re.sub(r"[ ']", "", found[0])
    mark = max(plain.rfind("."), plain.rfind(","))
    if mark >= 0 and len(plain) - mark - 1 != 3:
        plain = re.sub(r"[.,]", "", plain[:mark]) + "." + plain[mark + 1 :]
    elif mark >= 0 and plain.count(plain[mark]) == 1 and len(plain[:mark]) <= 3 and plain[mark] == "." and "," in plain:
        plain = plain.replace(",", "")
    else:
        plain = re.sub(r"[.,]", "", plain)
    try:
        return Decimal(plain).normalize()
    except InvalidOperation:
        return None


def _weigh(text: str) -> Decimal | None:
    number = _number(text)
    if number is None:
        return None
    unit = text.lower()
    factor = "1000" if re.search(r"\d\s*(?:t|mt|tons?|tonnes?)\b", unit) else "0.45359237" if "lb" in unit else "1"
    return (number * Decimal(factor)).normalize()


def _currency(text: str) -> str:
    found = _CURRENCY.search(text)
    return _SIGNS.get(found[0], found[0]) if found else ""


def _goods_key(line: GoodsLine) -> str:
    """Return what tells goods apart: their model, or the words that describe them."""
    model = "".join(search_words(line.cells.get("model", "")))
    return model or " ".join(sorted(set(search_words(line.cells.get("description", "")))))


def _group_goods(papers: Sequence[_Read]) -> dict[str, list[tuple[str, GoodsLine]]]:
    found: dict[str, list[tuple[str, GoodsLine]]] = defaultdict(list)
    for each in papers:
        for line in each.paper.goods:
            found[_goods_key(line)].append((each.name, line))
    return found


def _caption(line: GoodsLine) -> str:
    description, model = line.cells.get("description", ""), line.cells.get("model", "")
    return description if not model or model in description else f"{description} {model}".strip()


def _compare_goods(papers: Sequence[_Read]) -> Iterator[FieldComparison]:
    groups = _group_goods(papers)
    listing = [each.name for each in papers if each.paper.goods]
    for lines in groups.values():
        about = _caption(lines[0][1])
        told = [PaperValue(paper=name, value=_caption(line), line=line.line) for name, line in lines]
        if len(listing) > 1:
            silent = [name for name in listing if name not in {value.paper for value in told}]
            verdict = "differ" if silent else "agree"
            absent = [PaperValue(paper=name, value="", line=0) for name in silent]
            yield FieldComparison(field="goods", about=about, verdict=verdict, values=(*told, *absent))
        for column in _COMPARED:
            values = [PaperValue(paper=name, value=line.cells[column], line=line.line)
                      for name, line in lines if line.cells.get(column)]
            if values:
                yield _verdict(column, about, values, _same(_COLUMN_KINDS.get(column, "text")))


_COLUMN_KINDS = {"quantity": "number", "hs_code": "code", "unit_price": "money", "amount": "money"}


def _questions(papers: Sequence[_Read]) -> Iterator[str]:
    """Yield what does not fit within the papers, as questions for whoever sent them."""
    for each in papers:
        first = {field.field: field for field in reversed(each.paper.fields)}
        gross, net = first.get("gross_weight"), first.get("net_weight")
        heavy, light = (_weigh(field.value) if field else None for field in (gross, net))
        if gross and heavy is not None and light is not None and heavy < light:
            yield f"{each.name}, line {gross.line}: why is the gross weight less than the net weight?"
        total = first.get("total")
        amounts = [_number(line.cells["amount"]) for line in each.paper.goods if line.cells.get("amount")]
        sums = sum((amount for amount in amounts if amount is not None), Decimal(0))
        if total and amounts and len(amounts) == len(each.paper.goods) and _number(total.value) != sums.normalize():
            yield f"{each.name}, line {total.line}: why is the total {total.value} not the sum of the lines, {sums:f}?"
    places = {_country_of(field): (each.name, field) for each in papers for field in each.paper.fields
              if field.field == "end_user" and _country_of(field)}
    goals = {_country_named(field.value): (each.name, field) for each in papers for field in each.paper.fields
             if field.field == "country_of_destination" and _country_named(field.value)}
    if places and goals and not set(places) & set(goals):
        (who, user), (paper, goal) = next(iter(places.values())), next(iter(goals.values()))
        where = f"{who}, line {user.line}, and {paper}, line {goal.line}"
        yield f"{where}: why do the goods go to {goal.value}, when the end user is in {_country_of(user).upper()}?"


def _country_of(field: TradeField) -> str:
    """Return the country of the last line of an address that names one."""
    for text in reversed((field.value, *field.below)):
        for part in reversed([text, *re.split(r"[,;]", text)]):
            country = _country_named(part) if part.strip() else ""
            if country:
                return country
    return ""


def draft_order(papers: Sequence[_Read]) -> str:
    """Return an order file of what the papers say; each value stands with its paper and line, what differs twice."""
    parties: dict[str, list[tuple[str, TradeField]]] = defaultdict(list)
    single: dict[str, tuple[str, TradeField]] = {}
    for each in papers:
        for field in each.paper.fields:
            if field.kind == "party" and field.role:
                parties[field.role].append((each.name, field))
            single.setdefault(field.field, (each.name, field))
    lines = ["# A draft of what the papers say. Check every line against its paper; what nobody said is left out.",
             'schema: "enduse-order/1"']
    reference = next((single[name] for name in ("order_number", "contract_number", "invoice_number") if name in single),
                     None)
    spelled = reference[1].value if reference else f"papers {', '.join(each.name for each in papers)}"
    lines.append(f"reference: {_quote(spelled)}{_cite(reference)}")
    lines.append("parties:" if parties else "parties: []")
    for role, told in parties.items():
        for name, field in _distinct(told):
            party = _name_of(field.value)
            rest = field.value.partition(party)[2].strip(" ,;")
            lines.append(f"  - name: {_quote(party)}{_cite((name, field))}")
            if address := ", ".join(filter(None, (rest, *field.below))):
                lines.append(f"    address: {_quote(address)}")
            if country := _country_of(field):
                lines.append(f"    country: {_quote(country)}")
            lines.append(f"    roles: [{_quote(role)}]")
    groups = _group_goods(papers)
    lines.append("lines:" if groups else "lines: []")
    for told_goods in groups.values():
        lines += _draft_line(told_goods, single)
    lines += _draft_route(single)
    return "\n".join(lines) + "\n"


def _draft_line(told: Sequence[tuple[str, GoodsLine]], single: Mapping[str, tuple[str, TradeField]]) -> Iterator[str]:
    cells: dict[str, tuple[str, GoodsLine]] = {}
    for name, line in told:
        for column, value in line.cells.items():
            if value and column:
                cells.setdefault(column, (name, line))

    def cell(column: str) -> str:
        return cells[column][1].cells[column] if column in cells else ""

    def cited(column: str) -> str:
        return f"  # {_flat(cells[column][0])}, line {cells[column][1].line}"

    count, price = _number(cell("quantity")), _number(cell("unit_price"))
    yield f"  - item:{cited('description') if 'description' in cells else ''}"
    if cell("description"):
        yield f"      description: {_quote(cell('description'))}"
    if cell("model"):
        yield f"      model: {_quote(cell('model'))}"
    maker = single.get("manufacturer")
    if maker:
        yield f"      maker: {_quote(maker[1].value)}{_cite(maker)}"
    if cell("hs_code"):
        yield f"      hs_code: {_quote(cell('hs_code'))}{cited('hs_code')}"
    origin = single.get("country_of_origin")
    if origin and _country_named(origin[1].value):
        yield f"      origin: {_quote(_country_named(origin[1].value))}{_cite(origin)}"
    if count is not None and count == count.to_integral_value():
        yield f"    count: {_quote(f'{int(count)} units')}{cited('quantity')}"
    if price is not None:
        yield f"    price: {_quote(format(price, 'f'))}{cited('unit_price')}"
        currency = _currency(cell("unit_price")) or (_currency(single["total"][1].value) if "total" in single else "")
        if currency:
            yield f"    currency: {_quote(currency)}"


def _draft_route(single: Mapping[str, tuple[str, TradeField]]) -> Iterator[str]:
    goal = single.get("country_of_destination")
    code = _country_named(goal[1].value) if goal else ""
    ports = [single[name] for name in ("port_of_loading", "port_of_discharge") if name in single]
    if code or ports:
        yield "route:"
        if code:
            yield f"  destination: {_quote(code)}{_cite(goal)}"
        if ports:
            yield f"  ports: [{', '.join(_quote(field.value) for _, field in ports)}]"
    use, site = single.get("end_use"), single.get("end_use_site")
    if use or site:
        yield "end_use:"
        for key, told in (("text", use), ("site", site)):
            if told:
                yield f"  {key}: {_quote(' '.join((told[1].value, *told[1].below)))}{_cite(told)}"


def _distinct(told: Sequence[tuple[str, TradeField]]) -> Iterator[tuple[str, TradeField]]:
    kept: list[tuple[str, TradeField]] = []
    for name, field in sorted(told, key=lambda each: -len(each[1].below)):
        if not any(_same("party")(field.value, other.value) for _, other in kept):
            kept.append((name, field))
    return iter(kept)


def _quote(text: str) -> str:
    """Spell a text as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=False)


def _flat(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)


def _cite(told: tuple[str, TradeField] | None) -> str:
    return f"  # {_flat(told[0])}, line {told[1].line}" if told else ""
