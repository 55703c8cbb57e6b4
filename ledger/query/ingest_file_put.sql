-- $1 run_id  $2 kind  $3 path  $4 host  $5 record
INSERT INTO ingest_file (run_id, kind, path, host, record)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (run_id, kind, path, host) DO UPDATE SET record = excluded.record
