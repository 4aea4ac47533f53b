"""Values of FollowTheMoney, checked by their type; a value that is none of its type gives empty text."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ][\d:.,Z+-]{1,20})?")
_COUNTRY = re.compile(r"[a-z]{2,4}(?:-[a-z0-9]{1,5})?")
MAX_TEXT = 50_000


def clean_value(kind: str, text: str) -> str:
    """Return the canonical value: a date or part of one in ISO form, a country code in lower case, else the text.

    Longer texts than 50,000 characters are cut. Times are cut off dates.
    """
    text = text.strip()
    if kind == "date":
        match = _DATE.fullmatch(text)
        return match[1] if match and _is_real(match[1]) else ""
    if kind == "country":
        code = text.lower()
        return code if _COUNTRY.fullmatch(code) else ""
    return text[:MAX_TEXT]


def _is_real(text: str) -> bool:
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4:] if len(text) < 10 else text)
    except ValueError:
        return False
    return True
