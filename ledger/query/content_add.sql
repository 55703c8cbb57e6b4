-- $1 sha256  $2 account_id  $3 kind  $4 part  $5 path  $6 member  $7 run_id  $8 source_id  $9 last_line
INSERT INTO content (sha256, account_id, kind, part, path, member, run_id, source_id, last_line)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
