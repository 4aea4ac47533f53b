"""The Entity List of the Bureau of Industry and Security: supplement No. 4 to 15 CFR part 744."""

from __future__ import annotations

from collections.abc import Mapping

from enduse.sources.catalogue import SourceSpec
from enduse.sources.export_entries import CITATION, COUNTRY, ENTITY, POLICY, REQUIREMENT, ListForm, read_list
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication

_FORM = ListForm(
    supplement="4",
    headings=("Country", "Entity", "License requirement", "License review policy", "Federal Register citation"),
    fields=(COUNTRY, ENTITY, REQUIREMENT, POLICY, CITATION),
    prefix="bis-entity",
)


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the Entity List; see `read_list` for what it raises and costs."""
    return read_list(files["part744"], spec, _FORM)
