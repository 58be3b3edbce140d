"""The desk: rules and records, as plain functions over a transaction."""
