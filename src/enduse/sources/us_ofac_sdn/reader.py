"""Read the SDN list in any of OFAC's forms."""

from enduse.sources.ofac.forms import read

__all__ = ["read"]
