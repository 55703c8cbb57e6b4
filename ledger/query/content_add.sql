-- A log that was read again with other keys is another source of the same bytes.
-- $1 sha256  $2 account_id  $3 kind  $4 part  $5 byte_count  $6 path  $7 member  $8 run_id  $9 fresh  $10 source_id  $11 last_line
INSERT INTO content (sha256, account_id, kind, part, byte_count, path, member, run_id, fresh, source_id, last_line)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (sha256, account_id, kind, part) DO UPDATE
SET path = excluded.path, member = excluded.member, run_id = excluded.run_id, fresh = excluded.fresh,
    source_id = excluded.source_id, last_line = excluded.last_line
