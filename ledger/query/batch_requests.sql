-- The requests of an account, by batch.
-- $1 account_id
SELECT q.batch_no, q.origin, q.refund_time, q.voided_at
FROM request q
WHERE q.account_id = $1
ORDER BY q.batch_no
