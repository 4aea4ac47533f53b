"""Structured publishers: rows in, statements out. One folder a source: `source.yaml` and `reader.py`.

`catalogue` lists the sources without importing a reader, `detection` tells which
source a file is, `receiving` opens the files of one publication, `fetching` gets
them from the publisher. `opening`, `delimited`, `markup` and `rows` are what
readers are built from.
"""
