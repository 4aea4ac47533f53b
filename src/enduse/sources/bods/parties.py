"""What a statement about an entity or a person tells of it."""

from __future__ import annotations

from enduse.sources.bods.fields import Fields
from enduse.sources.ftm.values import clean_value
from enduse.sources.rows import Claims

_LEI = "XI-LEI"
_NAMES = {"former": "previousName", "individual": "name", "": "name"}
_PARTS = (("givenName", "firstName"), ("patronymicName", "fatherName"), ("familyName", "lastName"))


def say_entity(fields: Fields, details: Fields, claims: Claims) -> None:
    """State what is told of a company, an arrangement or a state; one that is not known keeps its reason as a note."""
    kind = details.inner("entityType")
    word = kind.needed("type")
    claims.schema = fields.meaning("entityType", word)
    claims.say("name", details.text("name"))
    for name in details.texts("alternateNames"):
        claims.say("alias", name)
    for name in ("subtype", "details"):
        claims.say("legalForm", kind.text(name))
    if fields.meaning("unknown", word):
        _say_unknown(details.inner("unspecifiedEntityDetails"), claims, word)
    _say_country(details.inner("jurisdiction"), claims, "jurisdiction")
    _say_day(details, claims, "foundingDate", "incorporationDate")
    _say_day(details, claims, "dissolutionDate", "dissolutionDate")
    _say_numbers(details, claims, "registrationNumber")
    _say_addresses(details, claims)
    claims.say("website", details.text("uri"))


def say_person(fields: Fields, details: Fields, claims: Claims) -> None:
    """State what is told of a person; one that is not known or not named keeps the reason as a note."""
    word = details.needed("personType")
    fields.meaning("personType", word)
    claims.schema = "Person"
    for name in details.each("names"):
        prop = _NAMES.get(name.text("type"), "alias")
        full = name.text("fullName")
        parts = [(ours, name.text(theirs)) for theirs, ours in _PARTS]
        spelt = " ".join(text for _, text in parts if text)
        claims.say(prop, full or spelt)
        for ours, text in parts if prop == "name" else ():
            claims.say(ours, text)
    if fields.meaning("unknown", word):
        _say_unknown(details.inner("unspecifiedPersonDetails"), claims, word)
    _say_day(details, claims, "birthDate", "birthDate")
    _say_day(details, claims, "deathDate", "deathDate")
    for country in details.each("nationalities"):
        _say_country(country, claims, "nationality")
    place = details.inner("placeOfBirth")
    claims.say("birthPlace", place.text("address"))
    _say_country(place.inner("country"), claims, "birthCountry")
    _say_numbers(details, claims, "idNumber")
    _say_address(details.inner("placeOfResidence"), claims)
    _say_addresses(details, claims)


def _say_unknown(reason: Fields, claims: Claims, word: str) -> None:
    told = ": ".join(text for text in (word, reason.text("reason"), reason.text("description")) if text)
    claims.say("notes", told)


def _say_day(details: Fields, claims: Claims, theirs: str, ours: str) -> None:
    text = details.text(theirs)
    value = clean_value("date", text)
    if text and not value:
        claims.doubt(f"{theirs} {text[:40]!r} is no day; it is left.", "Compare with the publisher's file.")
    claims.say(ours, value, printed=text)


def _say_country(country: Fields, claims: Claims, prop: str) -> None:
    """State a country by its code; a name alone is kept as a note."""
    code, name = country.text("code"), country.text("name")
    value = clean_value("country", code.partition("-")[0])
    claims.say(prop if value else "notes", value or (f"{prop}: {name or code}" if name or code else ""),
               printed=name or code)


def _say_numbers(details: Fields, claims: Claims, prop: str) -> None:
    for number in details.each("identifiers"):
        value, scheme, by = number.text("id"), number.text("scheme"), number.text("schemeName")
        kind = prop
        if scheme == _LEI:
            kind = "leiCode"
        elif scheme.endswith("-PASSPORT"):
            kind = "passportNumber"
        elif scheme.endswith("-TAXID"):
            kind = "taxNumber"
        told = " ".join(text for text in (scheme, by) if text)
        claims.say(kind, value, printed=f"{value} ({told})" if value and told else "")


def _say_addresses(details: Fields, claims: Claims) -> None:
    for address in details.each("addresses"):
        _say_address(address, claims)


def _say_address(address: Fields, claims: Claims) -> None:
    words = [address.text(name) for name in ("address", "postCode")]
    if words[1] and words[1] in words[0]:
        words.pop()
    claims.say("address", ", ".join(text for text in words if text))
    _say_country(address.inner("country"), claims, "country")
