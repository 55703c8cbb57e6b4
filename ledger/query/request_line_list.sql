-- $1 account_id  $2 batch_no
SELECT l.trade_no, l.amount_fen, l.reason, t.paid_fen, COALESCE(t.refunded_fen, 0)
FROM request_line l
LEFT JOIN trade_total t ON t.trade_no = l.trade_no AND t.account_id = l.account_id
WHERE l.account_id = $1 AND l.batch_no = $2
ORDER BY l.trade_no, l.occurrence
