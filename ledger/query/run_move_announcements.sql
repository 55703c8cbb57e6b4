-- $1 run_id  $2 the run_id before
UPDATE announcement SET run_id = $1 WHERE run_id = $2
