-- $1 run_id  $2 the run_id before
UPDATE ingest_file SET run_id = $1 WHERE run_id = $2
