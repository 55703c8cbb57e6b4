-- $1 account_id
DELETE FROM trade_total WHERE account_id = $1 AND trade_no IN (SELECT s.trade_no FROM scope_trade s)
