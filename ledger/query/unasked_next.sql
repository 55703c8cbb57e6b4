-- The first day from one on that a batch without a request is of, and such a batch.
-- $1 account_id  $2 day
SELECT u.day, u.batch_no
FROM unasked_batch u
WHERE u.account_id = $1 AND u.day >= CAST($2 AS BIGINT)
ORDER BY u.day, u.batch_no
LIMIT 1
