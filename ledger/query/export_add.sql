-- $1 source_id  $2 first_id  $3 account_id  $4 path  $5 sha256  $6 settings  $7 byte_count  $8 member  $9 run_id  $10 fresh
INSERT INTO export_part (source_id, first_id, account_id, path, sha256, settings, byte_count, member, run_id, fresh)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
