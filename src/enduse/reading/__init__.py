"""Prose in, statements out: bytes to text with places, portions with markings, sentences, facts."""
