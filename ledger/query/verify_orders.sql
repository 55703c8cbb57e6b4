-- The rows of exports, in the order of trades.
SELECT o.trade_no, o.source_id, o.line_no
FROM order_row o
ORDER BY o.trade_no
