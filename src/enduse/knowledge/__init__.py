"""Dated, cited knowledge: control lists, flags, codes and lexicons as YAML, and their one loader."""
