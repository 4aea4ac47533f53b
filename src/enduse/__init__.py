"""Answer with evidence where an item will really go, who is behind the order, and what may be done."""

__version__ = "0.1.0"
