-- What exports say of trades. The list of trades follows.
-- $1 account_id
SELECT o.trade_no, o.source_id, o.line_no, COALESCE(o.paid_day, 0)
FROM order_row o
WHERE o.account_id = CAST($1 AS BIGINT) AND o.trade_no IN
