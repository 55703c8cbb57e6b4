-- The trades of which an export tells, in the order of the results.
-- $1 account_id
SELECT o.trade_no
FROM order_row o
WHERE o.account_id = $1
ORDER BY o.trade_no
