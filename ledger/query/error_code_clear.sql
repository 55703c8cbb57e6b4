-- $1 account_id
DELETE FROM error_code WHERE account_id = $1
