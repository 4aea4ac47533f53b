"""Read the SDN list in the form its files are in: legacy CSV, XML or advanced XML."""

from __future__ import annotations

from collections.abc import Mapping

from enduse.sources.catalogue import SourceSpec
from enduse.sources.ofac.advanced import read_advanced
from enduse.sources.ofac.legacy import read_legacy
from enduse.sources.ofac.plain_xml import read_plain_xml
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication

CSV_ROLES = ("sdn", "alt", "add", "sdn_comments")


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Read the files of one publication, by role.

    Raises:
        InputError: a file cannot be used at all.
    """
    if "sdn_advanced" in files:
        return read_advanced(files["sdn_advanced"], spec)
    if "sdn_xml" in files:
        return read_plain_xml(files["sdn_xml"], spec)
    return read_legacy(files, spec, CSV_ROLES)
