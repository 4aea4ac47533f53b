"""Names, purely: folding, tokens, legal forms, and comparing two names and saying why."""
