-- $1 run_id  $2 seq  $3 pattern
INSERT INTO run_gap (run_id, seq, pattern) VALUES ($1, $2, $3)
