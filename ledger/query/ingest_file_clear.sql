-- $1 run_id
DELETE FROM ingest_file WHERE run_id = $1
