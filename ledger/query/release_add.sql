-- $1 run_id  $2 seq  $3 batch_no  $4 account_id  $5 person  $6 now
INSERT INTO release (run_id, seq, batch_no, account_id, person, released_at, published, after_commit)
SELECT $1, $2, $3, $4, $5, $6, 0, (SELECT COALESCE(MAX(r.commit_no), 0) FROM run r)
