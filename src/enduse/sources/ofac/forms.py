"""Read a list of OFAC in the form its files are in: legacy CSV, XML or advanced XML."""

from __future__ import annotations

from collections.abc import Mapping

from enduse.sources.catalogue import SourceSpec
from enduse.sources.ofac.advanced import read_advanced
from enduse.sources.ofac.legacy import read_legacy
from enduse.sources.ofac.plain_xml import read_plain_xml
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Read the files of one publication, by role; `source.yaml` says which roles make up which form.

    The roles of the form "csv" stand there in the order entries, aliases,
    addresses, remarks that overflow.

    Raises:
        InputError: a file cannot be used at all.
    """
    first = next(iter(files))
    form = spec.role(first).form
    if form == "advanced":
        return read_advanced(files[first], spec)
    if form == "xml":
        return read_plain_xml(files[first], spec)
    entries, aliases, addresses, overflow = (role.role for role in spec.roles if role.form == form)
    return read_legacy(files, spec, (entries, aliases, addresses, overflow))
