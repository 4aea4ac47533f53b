"""Read the consolidated non-SDN lists in the form its files are in: legacy CSV, XML or advanced XML."""

from __future__ import annotations

from collections.abc import Mapping

from enduse.sources.catalogue import SourceSpec
from enduse.sources.ofac.advanced import read_advanced
from enduse.sources.ofac.legacy import read_legacy
from enduse.sources.ofac.plain_xml import read_plain_xml
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication

CSV_ROLES = ("prim", "alt", "add", "comments")


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Read the files of one publication, by role.

    Raises:
        InputError: a file cannot be used at all.
    """
    if "cons_advanced" in files:
        return read_advanced(files["cons_advanced"], spec)
    if "cons_xml" in files:
        return read_plain_xml(files["cons_xml"], spec)
    return read_legacy(files, spec, CSV_ROLES)
