-- What a person said of a finding, for the values that it has; where the decision
-- is an earlier review's, for those that it was made for.
-- $1 after_run  $2 decision  $3 owner  $4 comment  $5 tick  $6 until_time  $7 person  $8 imported_at
-- $9 review_id of the earlier review, 0 for none
-- $10 trade_no  $11 code  $12 batch_no  $13 notify_id  $14 subject  $15 job  $16 first_run
INSERT INTO review (after_run, decision, owner, comment, tick, until_time, person, imported_at,
                    trade_no, code, batch_no, notify_id, subject, job, first_run, severity, amount_fen, expected, actual, after_commit)
SELECT $1, $2, $3, $4, $5, $6, $7, $8,
       f.trade_no, f.code, f.batch_no, f.notify_id, f.subject, f.job, f.first_run,
       CASE WHEN v.review_id IS NULL THEN f.severity ELSE v.severity END,
       CASE WHEN v.review_id IS NULL THEN f.amount_fen ELSE v.amount_fen END,
       CASE WHEN v.review_id IS NULL THEN f.expected ELSE v.expected END,
       CASE WHEN v.review_id IS NULL THEN f.actual ELSE v.actual END,
       (SELECT COALESCE(MAX(r.commit_no), 0) FROM run r)
FROM finding f
LEFT JOIN review v ON v.review_id = $9
WHERE f.trade_no = $10 AND f.code = $11 AND f.batch_no = $12 AND f.notify_id = $13 AND f.subject = $14
  AND f.job = $15 AND f.first_run = $16 AND f.closed_run IS NULL
