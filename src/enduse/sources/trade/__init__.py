"""Trade records: tables of consignments, from bills of lading or customs."""
