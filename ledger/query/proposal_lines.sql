-- $1 run_id  $2 seq
SELECT c.trade_no, c.amount_fen, c.reason, t.paid_fen, COALESCE(t.refunded_fen, 0), t.due_fen, c.code
FROM correction c
JOIN run r ON r.run_id = c.run_id
LEFT JOIN trade_total t ON t.trade_no = c.trade_no AND t.account_id = r.account_id
WHERE c.run_id = $1 AND c.seq = $2 AND c.status = 'proposed'
ORDER BY c.trade_no
