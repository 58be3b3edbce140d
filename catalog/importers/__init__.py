"""Files into records: read row by row, checked field by field, written all or nothing."""
