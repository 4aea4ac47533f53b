"""What the Python interface asks about items: entries, whose law, lists of goods, licenses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.workspace import settings as settings_file
from enduse.workspace.opened import Opened, Progress, require_released

if TYPE_CHECKING:
    from enduse.model.catalogue import CatalogueRun
    from enduse.model.determination import Classification
    from enduse.model.directory import ListedEntry
    from enduse.model.inquiry import ItemInquiries
    from enduse.model.item import ItemFile
    from enduse.model.jurisdiction import ItemJurisdictions
    from enduse.model.licensing import GoodsFinding, LicenseNeed
    from enduse.model.product import Product
    from enduse.model.viewpoint import Viewpoint


class ItemCalls(Opened):
    """Questions about what an item is in law."""

    def classify(
        self, path: Path, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> tuple[Classification, ...]:
        """Classify the items of an item file or of an order on the law of the viewpoint's day."""
        from enduse.workspace.law_questions import classify_items

        return classify_items(self._items_of(path, viewpoint), viewpoint=viewpoint, regimes=regimes)

    def record_determinations(
        self, path: Path, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> str:
        """Classify as `classify` does and return a page for each item that an officer can sign."""
        from enduse import __version__
        from enduse.rendering.determination_record import render_record
        from enduse.workspace.law_questions import classify_items

        file = self._items_of(path, viewpoint)
        found = classify_items(file, viewpoint=viewpoint, regimes=regimes)
        pages = (render_record(item, one, version=__version__) for item, one in zip(file.items, found, strict=True))
        return "\f\n".join(pages)

    def rule(
        self, path: Path, *, viewpoint: Viewpoint, days: Sequence[date] = (), regimes: Sequence[str] | None = None,
        entries: Sequence[str] = (),
    ) -> Iterator[str]:
        """Tell in lines of JSON which entries control the items of a file, on the days asked for."""
        from enduse.workspace.ruling import spell_rulings

        file = self._items_of(path, viewpoint)
        return spell_rulings(file, days=tuple(days) or (viewpoint.as_of,), regimes=regimes, entries=entries)

    def _items_of(self, path: Path, viewpoint: Viewpoint) -> ItemFile:
        """Read the items of a file, keep it, and fill what is silent from the claims about products."""
        from enduse.workspace.asked_files import keep_asked, name_bytes, take_in
        from enduse.workspace.orders import read_items

        data = take_in(path)
        file, marking = read_items(data, name=path.name, document=name_bytes(data))
        require_released(marking, viewpoint, path)
        keep_asked(self.store, data, name=path.name, marking=marking, at=settings_file.now())
        if any(item.maker and item.model for item in file.items):
            from enduse.workspace.products import fill_item

            view = self.view(viewpoint)
            file = replace(file, lines=tuple(replace(line, item=fill_item(line.item, view)) for line in file.lines))
        return file

    def ask_next(
        self, path: Path, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> tuple[ItemInquiries, ...]:
        """Return for each item of a file the smallest sets of facts that can still change a position, best first."""
        from enduse.workspace.ruling import ask_next

        return ask_next(self._items_of(path, viewpoint).items, as_of=viewpoint.as_of, regimes=regimes)

    def classify_file(
        self, path: Path, *, out: Path, viewpoint: Viewpoint, days: Sequence[date] = (), is_moves: bool = False,
        regimes: Sequence[str] | None = None, column_map: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> CatalogueRun:
        """Classify every item of a file on some days (the viewpoint's by default), or tell what moves between two."""
        from enduse.knowledge.controls_reader import load_controls
        from enduse.workspace.item_files import CataloguePlan, classify_file
        from enduse.workspace.law_questions import known_regimes
        from enduse.workspace.products import fill_item

        plan = CataloguePlan(
            days=tuple(days) or (viewpoint.as_of,), regimes=known_regimes(load_controls(), regimes), is_moves=is_moves,
        )
        view = self.view(viewpoint)
        return classify_file(
            path, plan, out=out, column_map=column_map, fill=lambda item: fill_item(item, view), progress=progress,
        )

    def jurisdiction(
        self, path: Path, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> tuple[ItemJurisdictions, ...]:
        """Tell whose law reaches the items of a file on the viewpoint's day."""
        from enduse.workspace.reaching import reach_items

        return reach_items(self._items_of(path, viewpoint).items, as_of=viewpoint.as_of, regimes=regimes)

    def entries(self, text: str = "", *, regimes: Sequence[str] | None = None) -> tuple[ListedEntry, ...]:
        """List entries of control lists whose number begins with a text, or whose heading has all its words."""
        from enduse.workspace.law_questions import list_entries

        return list_entries(text, regimes=regimes)

    def goods(self, code: str, *, destination: str = "", viewpoint: Viewpoint) -> tuple[GoodsFinding, ...]:
        """Tell which lists of goods name a customs code, for a destination or for any."""
        from enduse.workspace.law_questions import find_goods_findings

        return find_goods_findings(code, destination, viewpoint=viewpoint)

    def products(self, text: str = "", *, viewpoint: Viewpoint | None = None) -> tuple[Product, ...]:
        """List the products that claims were loaded about, whose maker and model hold all words of a text."""
        from enduse.workspace.products import list_products

        return list_products(self.view(viewpoint or self.viewpoint()), text)

    def license(
        self, entries: Sequence[str], *, destination: str, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> tuple[LicenseNeed, ...]:
        """Tell what entries of control lists ask for a destination on the viewpoint's day."""
        from enduse.workspace.law_questions import find_license_needs

        return find_license_needs(entries, destination, viewpoint=viewpoint, regimes=regimes)
