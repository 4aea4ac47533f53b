"""The Financial Sanctions Files of the European Union."""
