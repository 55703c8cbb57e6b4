-- $1 account_id
SELECT COUNT(*) FROM request WHERE account_id = $1 AND voided_at IS NULL
