-- $1 run_id  $2 seq  $3 path  $4 kind  $5 sha256  $6 size  $7 charset  $8 how  $9 extra  $10 unchanged  $11 refused
-- $12 lines  $13 accepted  $14 duplicate  $15 rejected  $16 ignored  $17 first_time  $18 last_time  $19 unread  $20 left_bytes
INSERT INTO run_file (run_id, seq, path, kind, sha256, size, charset, how, extra, unchanged, refused, lines, accepted, duplicate, rejected, ignored, first_time, last_time, unread, left_bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
