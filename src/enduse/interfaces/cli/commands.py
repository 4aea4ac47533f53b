"""Which function each command calls: it makes one workspace call, whose answer goes back to be printed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from enduse.interfaces.cli import denial_commands as denials
from enduse.interfaces.cli import item_commands as items
from enduse.interfaces.cli import order_commands as orders
from enduse.interfaces.cli import party_commands as parties
from enduse.interfaces.cli import record_commands as record
from enduse.interfaces.cli.asked import Outcome, Progress

Command = Callable[[Namespace, Progress | None], Outcome]

COMMANDS: dict[str, Command] = {
    "init": record.run_init, "load": record.run_load, "read": record.run_read, "find": record.run_find,
    "stories": record.run_stories,
    "review": record.run_review, "schema": record.run_schema, "show": record.run_show, "check": record.run_check,
    "erase": record.run_erase, "sources": record.run_sources,
    "delta": record.run_delta, "demo": record.run_demo,
    "judge": parties.run_judge, "judgements": parties.run_judgements, "portfolio": parties.run_portfolio,
    "changes": parties.run_changes, "screen": parties.run_screen, "compare": parties.run_compare,
    "resolve": parties.run_resolve,
    "classify": items.run_classify, "entries": items.run_entries, "goods": items.run_goods,
    "jurisdiction": items.run_jurisdiction, "products": items.run_products, "license": items.run_license,
    "denials": denials.run_denials,
    "trace": orders.run_trace, "assess": orders.run_assess, "orders": orders.run_orders, "flags": orders.run_flags,
    "compare-papers": orders.run_compare_papers,
}
