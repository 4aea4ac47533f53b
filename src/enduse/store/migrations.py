"""The schema of the record, as migrations in order: one text for SQLite and PostgreSQL.

`statement` holds each claim once, by content. `appearance` says from which day
on, and told when, a series (a list, or one document) carried it or no longer
did: the last appearance up to a viewpoint decides. Nothing is updated; rows are
deleted only by an erasure, which leaves its event.
"""

from __future__ import annotations

from enduse.errors import WorkspaceError
from enduse.store.dialects import Connection

_TABLES = (
    """CREATE TABLE document (
        sha256 TEXT NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL, size BIGINT NOT NULL,
        source TEXT NOT NULL, published TEXT, received_at TEXT NOT NULL, marking TEXT NOT NULL,
        PRIMARY KEY (sha256, source)) {clustered}""",
    "CREATE TABLE marking (spelling TEXT PRIMARY KEY) {clustered}",
    """CREATE TABLE statement (
        subject TEXT NOT NULL, id {bytes} NOT NULL, schema TEXT NOT NULL, prop TEXT NOT NULL, value TEXT NOT NULL,
        printed TEXT NOT NULL, source TEXT NOT NULL, record TEXT NOT NULL, start_at BIGINT, end_at BIGINT,
        origin TEXT NOT NULL, marking TEXT NOT NULL, grade TEXT NOT NULL, hedge TEXT NOT NULL,
        denied INTEGER NOT NULL, said_on TEXT, valid_from TEXT, valid_to TEXT, extractor TEXT NOT NULL,
        PRIMARY KEY (subject, id)) {clustered}""",
    "CREATE UNIQUE INDEX statement_by_id ON statement (id)",
    "CREATE INDEX statement_by_prop ON statement (prop, subject)",
    """CREATE TABLE appearance (
        series TEXT NOT NULL, statement {bytes} NOT NULL, effective_on TEXT NOT NULL, received_at TEXT NOT NULL,
        present INTEGER NOT NULL, document TEXT NOT NULL, at_offset BIGINT,
        PRIMARY KEY (series, statement, effective_on, received_at)) {clustered}""",
    "CREATE INDEX appearance_by_statement ON appearance (statement)",
    """CREATE TABLE load (
        series TEXT NOT NULL, effective_on TEXT NOT NULL, received_at TEXT NOT NULL, source TEXT NOT NULL,
        documents TEXT NOT NULL, is_dated INTEGER NOT NULL, records BIGINT NOT NULL, statements BIGINT NOT NULL,
        faults BIGINT NOT NULL, marking TEXT NOT NULL,
        PRIMARY KEY (series, effective_on, received_at)) {clustered}""",
    """CREATE TABLE judgement (
        id {bytes} NOT NULL PRIMARY KEY, kind TEXT NOT NULL, object TEXT NOT NULL, verdict TEXT NOT NULL,
        reason TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, until TEXT, marking TEXT NOT NULL) {clustered}""",
    "CREATE INDEX judgement_by_object ON judgement (object)",
    """CREATE TABLE event (
        id {bytes} NOT NULL PRIMARY KEY, previous {bytes}, at TEXT NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL,
        object TEXT NOT NULL, reason TEXT NOT NULL, marking TEXT NOT NULL) {clustered}""",
    "CREATE UNIQUE INDEX event_by_previous ON event (previous)",
    "CREATE INDEX event_by_time ON event (at)",
)

# Schema 2: which reader read a document, and its text in passages, each under its own marking. A passage is there from
# the moment it was received until it is gone, which later readings of the same document say.
_PASSAGES = (
    "CREATE INDEX load_by_moment ON load (received_at)",
    """CREATE TABLE reading (
        document TEXT NOT NULL, received_at TEXT NOT NULL, source TEXT NOT NULL, reader TEXT NOT NULL,
        PRIMARY KEY (document, received_at)) {clustered}""",
    """CREATE TABLE passage (
        number {number}, id {bytes} NOT NULL, document TEXT NOT NULL, source TEXT NOT NULL, subject TEXT NOT NULL,
        record TEXT NOT NULL, start_at BIGINT NOT NULL, at_offset BIGINT NOT NULL, page INTEGER NOT NULL,
        marking TEXT NOT NULL, received_at TEXT NOT NULL, text TEXT NOT NULL)""",
    "CREATE INDEX passage_by_document ON passage (document)",
    "CREATE INDEX passage_by_id ON passage (id)",
    """CREATE TABLE passage_gone (
        number BIGINT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (number, received_at)) {clustered}""",
)
# What finds the words of a passage. It keeps no counts or lengths, so nothing can be ranked by rows that are hidden.
_WORDS_SQLITE = (
    "CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii')",
)
_WORDS_POSTGRES = (
    "ALTER TABLE passage ADD COLUMN words tsvector NOT NULL",
    "CREATE INDEX passage_by_words ON passage USING gin (words)",
)

# Schema 3: what a language model proposed of a document and was refused, by the marking of its passage.
_REJECTIONS = (
    """CREATE TABLE rejection (
        document TEXT NOT NULL, marking TEXT NOT NULL, received_at TEXT NOT NULL, told TEXT NOT NULL,
        PRIMARY KEY (document, marking, received_at)) {clustered}""",
)

_GUARDED = ("statement", "appearance", "load", "judgement", "event")
_GUARDED_PASSAGES = ("reading", "passage", "passage_gone")


def _guards(dialect: str, tables: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse every update, and every delete outside an erasure, in the database itself."""
    if dialect == "sqlite":
        updates = [
            f"CREATE TRIGGER {t}_is_kept BEFORE UPDATE ON {t} BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            for t in tables
        ]
        deletes = [
            f"CREATE TRIGGER {t}_is_not_deleted BEFORE DELETE ON {t}"
            f" WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'erasing')"
            f" BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            for t in tables
        ]
        return (*updates, *deletes)
    function = """CREATE FUNCTION refuse_change() RETURNS trigger AS $$ BEGIN
        IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM setting WHERE name = 'erasing') THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'append-only'; END $$ LANGUAGE plpgsql"""
    triggers = [
        f"CREATE TRIGGER {t}_is_kept BEFORE UPDATE OR DELETE ON {t} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for t in tables
    ]
    return (function, *triggers) if "statement" in tables else tuple(triggers)


NEWEST = 3


def migrate(connection: Connection) -> None:
    """Bring a record to the newest schema; a newer one than this program knows is refused."""
    found = _version(connection)
    if found == NEWEST:
        return
    if found > NEWEST:
        remedy = "Use the version of enduse that wrote it, or a newer one."
        what = f"the record has schema {found}, this program knows up to {NEWEST}."
        raise WorkspaceError(what, where=connection.where, remedy=remedy)
    with connection.writing():
        if connection.dialect.name == "postgresql":
            connection.execute("SELECT pg_advisory_xact_lock(728101)")
        found = _version(connection)
        connection.execute("CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        for step in range(found, NEWEST):
            for sql in _step(connection, step):
                connection.execute(sql)
        connection.execute("DELETE FROM setting WHERE name = 'schema'")
        connection.execute("INSERT INTO setting VALUES ('schema', ?)", (str(NEWEST),))


def _step(connection: Connection, found: int) -> tuple[str, ...]:
    """Return what brings a record of one schema to the next."""
    dialect = connection.dialect.name
    if found == 0:
        return (*_TABLES, *_guards(dialect, _GUARDED))
    if found == 2:
        return (*_REJECTIONS, *_guards(dialect, ("rejection",)))
    words = _WORDS_SQLITE if dialect == "sqlite" else _WORDS_POSTGRES
    return (*_PASSAGES, *words, *_guards(dialect, _GUARDED_PASSAGES))


def _version(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        known = connection.first("SELECT 1 FROM sqlite_master WHERE name = 'setting'")
    else:
        sql = "SELECT 1 FROM pg_tables WHERE tablename = 'setting' AND schemaname = current_schema()"
        known = connection.first(sql)
    if known is None:
        return 0
    row = connection.first("SELECT value FROM setting WHERE name = 'schema'")
    if row and not (row[0].isascii() and row[0].isdigit()):
        what = f"the record names its schema {row[0][:40]!r}, which is no number."
        raise WorkspaceError(what, where=connection.where, remedy="It is damaged: restore it from a backup.")
    return int(row[0]) if row else 0
