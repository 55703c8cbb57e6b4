-- $1 run_id  $2 seq  $3 part  $4 path  $5 source_id  $6 last_line
INSERT INTO run_part (run_id, seq, part, path, source_id, last_line)
VALUES ($1, $2, $3, $4, $5, $6)
