-- $1 account_id
DELETE FROM trade_total WHERE account_id = $1
