"""What a language model proposes of a passage: asked for, found again in the words, and kept or refused. No network here."""
