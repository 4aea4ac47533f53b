"""The text of papers in passages, each under its own marking, and by whom a paper was last read.

What finds words (FTS5 in SQLite, a tsvector in PostgreSQL) keeps no counts, so it only narrows: whatever is counted or
ranked is made of the passages that the audience may see. Cost of keeping: one insert a passage of some 1,500
characters; of finding: one look-up a word, then one row for each visible passage that holds all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from enduse.model.passage import Passage
from enduse.names.search_words import index_words
from enduse.store.dialects import Connection, Row, Value
from enduse.store.spelling import read_marking, spell_marking

_CHUNK = 200
_COLUMNS = "number, id, document, source, subject, record, start_at, at_offset, page, marking, received_at, text"
_PLACED = "p.id, p.document, p.source, p.subject, p.record, p.start_at, p.at_offset, p.page, p.marking, p.text"


def keep_passages(connection: Connection, sha256: str, passages: Sequence[Passage], *, moment: str) -> None:
    """Note what the text of a document is from a moment on; passages that were there before stay as they are."""
    held = {
        (bytes(row[1]).hex(), row[2]): row[0] for row in connection.rows(
            "SELECT p.number, p.id, p.at_offset FROM passage p WHERE p.document = ? AND NOT EXISTS"
            " (SELECT 1 FROM passage_gone g WHERE g.number = p.number)", (sha256,),
        )
    }
    wanted = {(passage.id, passage.offset): passage for passage in passages}
    gone = sorted(number for key, number in held.items() if key not in wanted)
    connection.execute_many("INSERT INTO passage_gone VALUES (?, ?)", ((number, moment) for number in gone))
    fresh = [passage for key, passage in wanted.items() if key not in held]
    if not fresh:
        return
    rows = [(bytes.fromhex(p.id), sha256, p.source, p.subject, p.record, p.start, p.offset, p.page,
             spell_marking(p.marking), moment, p.text) for p in fresh]
    words = [index_words(p.text) for p in fresh]
    if connection.dialect.name == "sqlite":
        last = connection.first("SELECT MAX(number) FROM passage")
        first = (last[0] or 0) + 1 if last else 1
        connection.execute_many(
            f"INSERT INTO passage ({_COLUMNS}) VALUES ({_blanks(range(12))})",
            ((number, *row) for number, row in enumerate(rows, first)),
        )
        connection.execute_many(
            "INSERT INTO passage_words (rowid, words) VALUES (?, ?)",
            ((number, " ".join(each)) for number, each in enumerate(words, first)),
        )
        return
    connection.execute_many(
        f"INSERT INTO passage ({_COLUMNS.partition(', ')[2]}, words)"
        f" VALUES ({_blanks(range(11))}, array_to_tsvector(string_to_array(?, ' ')))",
        ((*row, " ".join(each)) for row, each in zip(rows, words, strict=True)),
    )


def note_reader(connection: Connection, sha256: str, *, source: str, reader: str, moment: str) -> None:
    """Note by whom a document was read, if that is news."""
    if last_reader(connection, sha256) != (source, reader):
        connection.execute(
            "INSERT INTO reading VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (sha256, moment, source, reader)
        )


def last_reader(connection: Connection, sha256: str) -> tuple[str, str] | None:
    """Return the series a document was last read into and by whom, None where nobody read it."""
    row = connection.first(
        "SELECT source, reader FROM reading WHERE document = ? ORDER BY received_at DESC LIMIT 1", (sha256,)
    )
    return (row[0], row[1]) if row else None


def erase_passages(connection: Connection, sha256: str) -> None:
    """Erase the text of a document, inside an erasure."""
    if connection.dialect.name == "sqlite":
        rows = list(connection.rows("SELECT number, text FROM passage WHERE document = ?", (sha256,)))
        connection.execute_many(
            "INSERT INTO passage_words (passage_words, rowid, words) VALUES ('delete', ?, ?)",
            ((number, " ".join(index_words(text))) for number, text in rows),
        )
    connection.execute(
        "DELETE FROM passage_gone WHERE number IN (SELECT number FROM passage WHERE document = ?)", (sha256,)
    )
    connection.execute("DELETE FROM passage WHERE document = ?", (sha256,))
    connection.execute("DELETE FROM reading WHERE document = ?", (sha256,))


def find_passages(
    connection: Connection, words: Sequence[str], *, beginnings: Sequence[str] = (), markings: Sequence[str],
    known_by: str,
) -> Iterator[tuple[Passage, str]]:
    """Yield (passage, document) of the passages under some markings that hold all words, in order of their ids.

    Of `beginnings` a passage holds a word that begins so. Both are as `search_words` and `number_words` spell them.
    """
    if not markings or not (words or beginnings):
        return
    if connection.dialect.name == "sqlite":
        found = "p.number IN (SELECT rowid FROM passage_words WHERE passage_words MATCH ?)"
        asked = " AND ".join([*(f'"{word}"' for word in words), *(f'"{word}" *' for word in beginnings)])
    else:
        found = "p.words @@ CAST(? AS tsquery)"
        asked = " & ".join([*(f"'{word}'" for word in words), *(f"'{word}':*" for word in beginnings)])
    yield from _passages(connection, found, [asked], markings=markings, known_by=known_by)


def passages_named(
    connection: Connection, prefix: str, *, markings: Sequence[str], known_by: str
) -> tuple[tuple[Passage, str], ...]:
    """Return the visible passages, two at most, whose id begins so, with their documents."""
    try:
        low, high = bytes.fromhex(prefix.ljust(32, "0")), bytes.fromhex(prefix.ljust(32, "f"))
    except ValueError:
        return ()
    found = _passages(connection, "p.id BETWEEN ? AND ?", [low, high], markings=markings, known_by=known_by)
    return tuple(islice(found, 2)) if markings else ()


def passages_about(
    connection: Connection, ids: Iterable[str], *, markings: Sequence[str], known_by: str
) -> dict[str, tuple[str, int, int]]:
    """Return the passage under some markings that each statement stands in, and its place there, by statement."""
    found: dict[str, tuple[str, int, int]] = {}
    wanted = iter(sorted(set(ids)))
    while markings and (chunk := list(islice(wanted, _CHUNK))):
        rows = connection.rows(
            "SELECT s.id, s.start_at, s.end_at, s.printed, p.start_at, p.text FROM statement s"
            " JOIN appearance a ON a.statement = s.id"
            " JOIN passage p ON p.document = a.document AND p.record = s.record AND p.start_at <= s.start_at"
            f" WHERE s.id IN ({_blanks(chunk)}) AND s.marking IN ({_blanks(markings)})"
            f" AND p.marking IN ({_blanks(markings)}) AND p.received_at <= ? AND a.received_at <= ?"
            " AND NOT EXISTS (SELECT 1 FROM passage_gone g WHERE g.number = p.number AND g.received_at <= ?)"
            " ORDER BY s.id, p.document, p.start_at, p.id",
            (*map(bytes.fromhex, chunk), *markings, *markings, known_by, known_by, known_by),
        )
        for key, start, end, printed, first, text in rows:
            begin, stop = start - first, (end or start) - first
            if text[begin:stop] == printed or (begin < len(text) <= stop):  # a quote may go on in the next passage
                found.setdefault(bytes(key).hex(), (text, begin, min(stop, len(text))))
    return found


def text_of_paper(connection: Connection, sha256: str, *, markings: Sequence[str], known_by: str) -> str:
    """Return the text of the passages of a paper under some markings, in order."""
    if not markings:
        return ""
    found = _passages(connection, "p.document = ?", [sha256], markings=markings, known_by=known_by)
    return "\n".join(each.text for each, _ in sorted(found, key=lambda pair: (pair[0].offset, pair[0].id)))


def _passages(
    connection: Connection, where: str, parameters: Sequence[Value], *, markings: Sequence[str], known_by: str
) -> Iterator[tuple[Passage, str]]:
    rows = connection.rows(
        f"SELECT {_PLACED} FROM passage p WHERE {where} AND p.marking IN ({_blanks(markings)}) AND p.received_at <= ?"
        " AND NOT EXISTS (SELECT 1 FROM passage_gone g WHERE g.number = p.number AND g.received_at <= ?)"
        " ORDER BY p.id, p.document, p.at_offset", [*parameters, *markings, known_by, known_by],
    )
    return map(_read, rows)


def _read(row: Row) -> tuple[Passage, str]:
    passage = Passage(
        id=bytes(row[0]).hex(), source=row[2], subject=row[3], record=row[4], start=int(row[5]), offset=int(row[6]),
        page=int(row[7]), marking=read_marking(row[8]), text=row[9],
    )
    return passage, row[1]


def _blanks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
