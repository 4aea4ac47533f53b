"""The field's words as frozen types; no input, no output, no rules of law."""
