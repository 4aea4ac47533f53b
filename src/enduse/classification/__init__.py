"""An item in; control entries, margins, missing facts and a position per regime out. Pure: no input, no output."""

from __future__ import annotations

from enduse.classification.asking import what_to_ask
from enduse.classification.classifying import classify, find_answer
from enduse.classification.findings import Appraiser
from enduse.classification.moving import Move, find_moves
from enduse.classification.rulings import rule
from enduse.model.inquiry import Inquiry

__all__ = ["Appraiser", "Inquiry", "Move", "classify", "find_answer", "find_moves", "rule", "what_to_ask"]
