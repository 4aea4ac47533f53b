"""Streaming XML: no document types, no entities, bounded depth, size and memory, one record at a time.

Expat is driven directly. A document type declaration is refused outright, so
there are no entities to expand and nothing outside is ever fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import IO, TYPE_CHECKING

from enduse.errors import Fault, InputError
from enduse.sources.opening import CHUNK, OpenedFile
from enduse.sources.rows import RowFault

if TYPE_CHECKING:
    from pyexpat import XMLParserType

MAX_DEPTH = 60
MAX_TOKEN = 1_000_000
MAX_RECORD_TEXT = 8_000_000
MAX_RECORD_NODES = 200_000


class Element:
    """One element: its local name, attributes, own text, parts, and the line it begins on.

    Attributes and parts are taken off; `finish` tells what is left over. `path`
    says where it stands, for faults; a reader may set it to name the record.
    """

    __slots__ = ("_path", "_within", "attributes", "line", "parts", "pieces", "tag")

    def __init__(
        self, tag: str, attributes: dict[str, str], line: int, *, path: str = "", within: str = "",
    ) -> None:
        self.tag = tag
        self.attributes = attributes
        self.line = line
        self.parts: list[Element] = []
        self.pieces: list[str] = []
        self._path = path
        self._within = within

    @property
    def path(self) -> str:
        """Return where the element stands, for faults."""
        if not self._path:
            self._path = f"{self._within}/{self.tag}"
        return self._path

    @path.setter
    def path(self, path: str) -> None:
        self._path = path

    @property
    def text(self) -> str:
        """Return the element's own text, trimmed."""
        return "".join(self.pieces).strip()

    def take(self, tag: str) -> list[Element]:
        """Take all parts of that name off, in order."""
        found = [part for part in self.parts if part.tag == tag]
        if found:
            self.parts = [part for part in self.parts if part.tag != tag]
        return found

    def take_text(self, tag: str) -> str:
        """Take the text of the one part of that name, empty when it is not there.

        Raises:
            RowFault: there are several, or the part has parts or attributes of its own.
        """
        found = self.take(tag)
        if not found:
            return ""
        if len(found) > 1:
            raise RowFault(f"{tag} stands {len(found)} times.", place=self.path)
        found[0].finish(with_text=True)
        return found[0].text

    def take_texts(self, tag: str) -> list[str]:
        """Take the texts of all parts of that name that hold any."""
        found = self.take(tag)
        for part in found:
            part.finish(with_text=True)
        return [part.text for part in found if part.text]

    def attribute(self, name: str) -> str:
        """Take an attribute, trimmed; empty when it is not there."""
        return self.attributes.pop(name, "").strip()

    def finish(self, ignore: Iterable[str] = (), *, with_text: bool = False) -> None:
        """Require that nothing is left: no part, no attribute ("@name"), no text unless it was wanted.

        Raises:
            RowFault: something is left over that `ignore` does not name.
        """
        ignored = frozenset(ignore)
        left = {part.tag for part in self.parts if part.tag not in ignored}
        left |= {f"@{name}" for name in self.attributes if f"@{name}" not in ignored}
        if not with_text and self.text:
            left.add(f"text {self.text[:40]!r}")
        if left:
            names = ", ".join(sorted(left)[:10])
            raise RowFault(
                f"this reader does not know: {names}.", place=f"{self.path} (line {self.line})",
                remedy="The publisher changed the format.",
            )


def stream_elements(
    file: OpenedFile, *, records: Collection[str], passed_over: Collection[str] = (),
) -> Iterator[Element | Fault]:
    """Yield the root (its attributes, no parts) and then each wanted element as soon as it is whole.

    `records` are paths of local names from the root: "LIST/PERSONS/PERSON". What
    lies neither on the way to a record nor in `passed_over` is yielded as a fault,
    once a path. Cost: linear; memory: one record.

    Raises:
        InputError: not well-formed or breaks off (with line and column), a document
            type declaration, another root than the paths name, or a bound is passed.
    """
    builder = _Builder(file.name, records, passed_over)
    with file.open() as stream:
        yield from builder.run(stream)


class _Builder:
    def __init__(self, name: str, records: Collection[str], passed_over: Collection[str]) -> None:
        self._name = name
        self._records = frozenset(records)
        self._passed = frozenset(passed_over)
        self._ways = frozenset(
            "/".join(parts[:i]) for parts in (path.split("/") for path in records) for i in range(1, len(parts))
        )
        self._path: list[str] = []
        self._open: list[Element] = []
        self._done: list[Element | Fault] = []
        self._told: set[str] = set()
        self._tags: dict[str, str] = {}
        self._skip = 0
        self._text = 0
        self._nodes = 0
        self._parser = self._make_parser()

    def _make_parser(self) -> XMLParserType:
        from pyexpat import ParserCreate

        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        parser.ExternalEntityRefHandler = self._refuse_doctype
        return parser

    def run(self, stream: IO[bytes]) -> Iterator[Element | Fault]:
        from pyexpat import ExpatError, errors

        fed = 0
        while True:
            chunk = stream.read(CHUNK)
            try:
                self._parser.Parse(chunk, not chunk)
            except ExpatError as exc:
                what = errors.messages.get(exc.code, "not well-formed")
                raise InputError(
                    f"not whole XML: {what}; nothing of it was used.",
                    where=f"{self._name}:{exc.lineno}:{exc.offset + 1}", remedy="Get the file again.",
                ) from exc
            except (LookupError, ValueError) as exc:
                raise InputError("its encoding cannot be read.", where=self._name) from exc
            fed += len(chunk)
            if fed - max(self._parser.CurrentByteIndex, 0) > MAX_TOKEN + CHUNK and chunk:
                raise self._error(f"a tag or comment is longer than {MAX_TOKEN:,} bytes.")
            done, self._done = self._done, []
            yield from done
            if not chunk:
                return

    def _error(self, what: str) -> InputError:
        return InputError(
            what, where=f"{self._name}:{self._parser.CurrentLineNumber}", remedy="This is not a list of that source.",
        )

    def _refuse_doctype(self, *_: object) -> int:
        raise self._error("document types and entities are not read.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skip + len(self._open) + len(self._path) >= MAX_DEPTH:
            raise self._error(f"nested deeper than {MAX_DEPTH} levels.")
        if self._skip:
            self._skip += 1
            return
        tag = self._tags.get(name) or self._name_tag(name)
        if self._open:
            self._nodes += 1
            if self._nodes > MAX_RECORD_NODES:
                raise self._error(f"a record has more than {MAX_RECORD_NODES:,} parts.")
            self._add(tag, attributes)
            return
        self._path.append(tag)
        path = "/".join(self._path)
        if path in self._records:
            self._nodes = self._text = 0
            self._add(tag, attributes)
        elif path in self._ways:
            if len(self._path) == 1:
                self._done.append(Element(tag, _local(attributes), self._parser.CurrentLineNumber, path=path))
        elif len(self._path) == 1:
            roots = ", ".join(sorted({record.split("/")[0] for record in self._records}))
            raise InputError(
                f"the root element is {tag[:60]}, not {roots}.", where=f"{self._name}:1",
                remedy="This is a file of another source.",
            )
        else:
            self._skip = 1
            if path not in self._passed and path not in self._told and len(self._told) < 100:
                self._told.add(path)
                self._done.append(Fault(
                    place=f"{self._name}:{self._parser.CurrentLineNumber}",
                    reason=f"this reader does not know the element {path[:200]}.",
                    remedy="The publisher changed the format.",
                ))

    def _add(self, tag: str, attributes: dict[str, str]) -> None:
        if attributes:
            self._text += sum(map(len, attributes.values()))
            attributes = _local(attributes)
        line = self._parser.CurrentLineNumber
        if self._open:
            above = self._open[-1]
            element = Element(tag, attributes, line, within=above.path)
            above.parts.append(element)
        else:
            element = Element(tag, attributes, line, path=f"{self._name} {tag}")
        self._open.append(element)

    def _name_tag(self, name: str) -> str:
        """Take the namespace off a name; the few hundred names of a format are remembered."""
        tag = name.rpartition(" ")[2]
        if len(self._tags) < 5000:
            self._tags[name] = tag
        return tag

    def _end(self, _: str) -> None:
        if self._skip:
            self._skip -= 1
            if not self._skip:
                self._path.pop()
        elif self._open:
            element = self._open.pop()
            if not self._open:
                self._path.pop()
                self._done.append(element)
        else:
            self._path.pop()

    def _characters(self, data: str) -> None:
        if self._open:
            self._text += len(data)
            if self._text > MAX_RECORD_TEXT:
                raise self._error(f"a record holds more than {MAX_RECORD_TEXT // 1_000_000} MB of text.")
            self._open[-1].pieces.append(data)


def _local(attributes: dict[str, str]) -> dict[str, str]:
    if any(" " in name for name in attributes):
        return {name.rpartition(" ")[2]: value for name, value in attributes.items()}
    return attributes
