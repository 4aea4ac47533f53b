"""The index: a party in, ranked and explained hits out; one, many, or the inverse question."""
