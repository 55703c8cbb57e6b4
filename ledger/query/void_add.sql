-- $1 batch_no  $2 account_id  $3 now  $4 person  $5 evidence  $6 line_count
INSERT INTO batch_void (batch_no, account_id, voided_at, person, evidence, line_count, after_commit)
VALUES ($1, $2, $3, $4, $5, $6, (SELECT COALESCE(MAX(r.commit_no), 0) FROM run r))
