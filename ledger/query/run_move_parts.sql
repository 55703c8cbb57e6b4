-- $1 run_id  $2 the run_id before
UPDATE export_part SET run_id = $1 WHERE run_id = $2
