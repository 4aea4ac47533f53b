"""What the readers of OFAC's lists share: the legacy CSV, the XML and the advanced XML, and the prose of remarks."""
