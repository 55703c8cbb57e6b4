-- $1 account_id
SELECT COUNT(*) FROM notification WHERE account_id = $1
