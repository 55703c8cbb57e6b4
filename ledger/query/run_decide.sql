-- What a run is decided from and after.
-- $1 policy  $2 run_id
UPDATE run
SET policy = $1,
    commit_no = (SELECT COALESCE(MAX(r.commit_no), 0) + 1 FROM run r),
    last_source = (SELECT COALESCE(MAX(s.source_id), 0) FROM source s)
WHERE run_id = $2
