-- $1 account_id  $2 trade_no
SELECT o.paid_fen, o.due_fen, o.paid_at, s.path, o.line_no
FROM order_row o
JOIN source s ON s.source_id = o.source_id
WHERE o.account_id = $1 AND o.trade_no = $2
ORDER BY o.source_id, o.line_no
