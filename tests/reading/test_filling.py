"""What the reader of published papers adds to a message. All names are invented."""

from __future__ import annotations

from enduse.model.marking import Audience
from enduse.reading.document import DocumentReading, read_document

_HEAD = (
    "P 011200Z JUN 09\nFM SECSTATE WASHDC\nTO AMEMBASSY STRELSAU\nS E C R E T STATE 004711\n\nSIPDIS\n\n"
    "E.O. 12958: DECL: 06/01/2034\nTAGS: PARM, PREL, IR\nSUBJECT: (S) MACHINES\n\n"
)
_OPEN = Audience(principal="US")
_KNOWN = "¶1. (S) The German firm Nebelfeld Werke sold two lathes to the Iranian company Gulpar Machine Co.\n\n"
_NEW = "¶2. (S) He knew that Gulpar Machine was ordering the lathes for Sabzdasht Sinter, a Tehran firm.\n"


def _read(text: str) -> DocumentReading:
    return read_document((_HEAD + text).encode(), name="message.txt")


def _named(reading: DocumentReading) -> set[str]:
    return {claim.value for claim in reading.facts if claim.about == "party" and claim.prop == "name"}


def test_a_party_that_only_the_other_reader_sees_is_added_with_its_role() -> None:
    reading = _read(_KNOWN + _NEW)
    roles = {(claim.key, claim.value) for claim in reading.facts if claim.prop == "role"}
    assert "Sabzdasht Sinter" in _named(reading)
    assert ("sabzdasht sinter", "end_user") in roles


def test_a_paper_without_any_role_gets_no_party() -> None:
    boilerplate = "¶1. (U) Post should thank Tamsin Nobody, an engineer, for her help with the seminar.\n"
    assert not _named(_read(boilerplate))


def test_what_is_added_rests_on_nothing_that_its_reader_may_not_see() -> None:
    open_part = (_KNOWN + _NEW).replace("(S)", "(U)") + "\n"
    hidden = "¶3. (S) The German firm Nebelfeld Werke sold two lathes to Sabzdasht Sinter Hidden Works Co.\n"

    both, alone = (_read(text) for text in (open_part + hidden, open_part))
    seen = [
        {(c.about, c.key, c.prop, c.value) for c in reading.facts if c.marking.is_visible_to(_OPEN)}
        for reading in (both, alone)
    ]
    assert seen[0] == seen[1]
    assert seen[0]
