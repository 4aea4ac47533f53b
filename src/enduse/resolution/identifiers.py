"""Numbers that name a party: which properties hold them, how they are spelled for comparing, and their check digits."""

from __future__ import annotations

from enduse.names.folding import fold_name

_LONGEST = 200


def fold_identifier(value: str) -> str:
    """Return the letters and digits in lower case, no "IMO" or zeros in front; empty when under four are left."""
    folded = fold_name(value[:_LONGEST]).replace(" ", "").removeprefix("imo").lstrip("0")
    return folded if len(folded) >= 4 else ""


def fold_phone(value: str) -> str:
    """Return the last eight digits of a telephone number, which prefixes of countries and trunk lines leave alone.

    Empty when there are under six digits.
    """
    digits = "".join(char for char in value[:_LONGEST] if char.isdecimal())
    return digits[-8:].lstrip("0") if len(digits) >= 6 else ""


def fold_email(value: str) -> str:
    """Return an e-mail address in lower case, empty when it is none."""
    folded = value[:_LONGEST].strip().lower().removeprefix("mailto:")
    name, _, host = folded.partition("@")
    return folded if name and "." in host else ""


def fold_website(value: str) -> str:
    """Return the host of a website without "www", empty when it is none."""
    rest = value[:_LONGEST].strip().lower()
    rest = rest.partition("://")[2] if "://" in rest else rest
    host = rest.partition("/")[0].partition("?")[0].removeprefix("www.").rstrip(".")
    return host if "." in host and " " not in host else ""


def breaks_check_digit(prop: str, folded: str) -> bool:
    """Tell whether a number breaks the check digit that its kind is known to carry; False for kinds without one.

    IMO numbers: the last digit is that of the sum of the first six times 7 to 2 (IMO
    resolution A.1117(30)). LEI: ISO 7064 MOD 97-10 (ISO 17442). Russian tax numbers of
    ten digits: the weights of the Federal Tax Service.
    """
    if prop == "imoNumber" and len(folded) == 7 and folded.isdigit():
        return sum(int(digit) * (7 - at) for at, digit in enumerate(folded[:6])) % 10 != int(folded[6])
    if prop == "leiCode" and len(folded) == 20 and folded.isalnum() and folded.isascii():
        return int("".join(str(int(char, 36)) for char in folded)) % 97 != 1
    if prop == "innCode" and len(folded) == 10 and folded.isdigit():
        weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
        return sum(int(d) * w for d, w in zip(folded, weights, strict=False)) % 11 % 10 != int(folded[9])
    return False


def is_slip_of(left: str, right: str) -> bool:
    """Tell whether two numbers of one length differ in one place, or by two neighbours exchanged."""
    if len(left) != len(right):
        return False
    places = [at for at in range(len(left)) if left[at] != right[at]]
    if len(places) == 1:
        return True
    return len(places) == 2 and places[1] - places[0] == 1 and left[places[0]] == right[places[1]] \
        and left[places[1]] == right[places[0]]
