package ledger_test

// ingestOfBefore takes away what schema 13 has added.
const ingestOfBefore = "DROP TABLE ingest_file; ALTER TABLE run DROP COLUMN taken_up;\n"
