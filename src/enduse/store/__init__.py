"""The record: documents by hash, statements, judgements, events; asked only through a viewpoint."""
