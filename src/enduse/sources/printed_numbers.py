"""What a printed number is by its own form."""

from __future__ import annotations

import re

_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")


def is_lei(text: str) -> bool:
    """Tell whether a number is formed as a legal entity identifier: 20 signs whose check digits agree (ISO 17442)."""
    return bool(_LEI.fullmatch(text)) and int("".join(str(int(sign, 36)) for sign in text)) % 97 == 1
