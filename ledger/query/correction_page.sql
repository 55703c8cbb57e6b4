-- $1 run_id  $2 status  $3 last trade_no  $4 lines
SELECT c.trade_no, c.amount_fen, c.reason, c.code, t.paid_fen, t.refunded_fen
FROM correction c
JOIN run r ON r.run_id = c.run_id
JOIN trade_total t ON t.trade_no = c.trade_no AND t.account_id = r.account_id
WHERE c.run_id = $1 AND c.status = $2 AND c.trade_no > $3
ORDER BY c.trade_no
LIMIT $4
