"""Identities: comparing a party with a record, and saying why."""
