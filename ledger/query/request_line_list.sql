-- $1 run_id that issued or proposed it, 0 of a captured one  $2 account_id  $3 batch_no
SELECT l.trade_no, l.amount_fen, l.reason, t.paid_fen, COALESCE(t.refunded_fen, 0), t.due_fen, COALESCE(c.code, '')
FROM request_line l
LEFT JOIN trade_total t ON t.trade_no = l.trade_no AND t.account_id = l.account_id
LEFT JOIN correction c ON c.run_id = $1 AND c.trade_no = l.trade_no
WHERE l.account_id = $2 AND l.batch_no = $3
ORDER BY l.trade_no, l.occurrence
