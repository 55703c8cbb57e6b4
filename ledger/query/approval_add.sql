-- $1 run_id  $2 digest  $3 person  $4 now
INSERT INTO approval (run_id, digest, person, approved_at, after_commit)
SELECT $1, $2, $3, $4, (SELECT COALESCE(MAX(r.commit_no), 0) FROM run r)
