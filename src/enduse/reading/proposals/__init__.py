"""What a language model proposes of a passage: asked for, found again in the words, kept or refused."""
