-- The last run that was begun; a source belongs to one.
SELECT COALESCE(MAX(r.run_id), 0) FROM run r
