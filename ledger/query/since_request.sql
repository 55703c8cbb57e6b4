-- The time of a batch's request, where a run knew it.
-- $1 account_id  $2 batch_no  $3 last source of the run
SELECT MIN(q.refund_time)
FROM request q
WHERE q.account_id = CAST($1 AS BIGINT) AND q.batch_no = CAST($2 AS TEXT) AND (q.source_id IS NULL OR q.source_id <= CAST($3 AS BIGINT))
