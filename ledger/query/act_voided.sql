-- $1 batch_no  $2 account_id
SELECT COUNT(*) FROM request q WHERE q.batch_no = $1 AND q.account_id = $2 AND q.voided_at IS NOT NULL
