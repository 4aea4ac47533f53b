"""The Military End-User List of the Bureau of Industry and Security: supplement No. 7 to 15 CFR part 744."""

from __future__ import annotations

from collections.abc import Mapping

from enduse.sources.catalogue import SourceSpec
from enduse.sources.export_entries import CITATION, COUNTRY, ENTITY, ListForm, read_list
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication

_FORM = ListForm(
    supplement="7",
    headings=("Country", "Entity", "Federal Register citation"),
    fields=(COUNTRY, ENTITY, CITATION),
    prefix="bis-meu",
)


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the Military End-User List; see `read_list` for what it raises and costs."""
    return read_list(files["part744"], spec, _FORM)
