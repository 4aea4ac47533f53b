"""The workspace: one folder with its record and settings, and every question that can be asked of it.

Parts are imported when a question needs them, so that a small command starts fast.
"""

from __future__ import annotations

from enduse.workspace.denial_calls import DenialCalls
from enduse.workspace.item_calls import ItemCalls
from enduse.workspace.order_calls import OrderCalls
from enduse.workspace.party_calls import PartyCalls
from enduse.workspace.record_calls import RecordCalls


class Workspace(RecordCalls, PartyCalls, ItemCalls, OrderCalls, DenialCalls):
    """A folder opened; close it, or use it as a context manager.

    Raises:
        WorkspaceError: there is no workspace in the folder.
    """
