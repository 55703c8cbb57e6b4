-- $1 account_id
DELETE FROM bill_cover WHERE account_id = $1
