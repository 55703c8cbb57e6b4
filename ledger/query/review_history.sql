-- What people have said of a finding, in order.
-- $1 trade_no  $2 code  $3 batch_no  $4 notify_id  $5 subject  $6 job  $7 first_run
SELECT review_id, after_run, decision, owner, comment, tick, until_time, person, imported_at
FROM review
WHERE trade_no = $1 AND code = $2 AND batch_no = $3 AND notify_id = $4 AND subject = $5 AND job = $6 AND first_run = $7
ORDER BY review_id
