-- Trades whose totals have come out otherwise, a hundred of them.
-- $1 account_id
SELECT trade_no FROM (SELECT * FROM kept_total WHERE account_id = $1 EXCEPT SELECT * FROM trade_total WHERE account_id = $1)
UNION
SELECT trade_no FROM (SELECT * FROM trade_total WHERE account_id = $1 EXCEPT SELECT * FROM kept_total WHERE account_id = $1)
UNION
SELECT 'sum' FROM (SELECT * FROM kept_sum WHERE account_id = $1 EXCEPT SELECT * FROM trade_sum WHERE account_id = $1)
ORDER BY 1
LIMIT 100
