-- The trades of an order number of the merchant's.
-- $1 account_id  $2 out_trade_no
SELECT DISTINCT o.trade_no
FROM order_row o
WHERE o.account_id = $1 AND o.out_trade_no = $2
ORDER BY o.trade_no
LIMIT 101
