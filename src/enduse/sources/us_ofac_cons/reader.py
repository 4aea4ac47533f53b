"""Read the consolidated non-SDN lists in any of OFAC's forms."""

from enduse.sources.ofac.forms import read

__all__ = ["read"]
