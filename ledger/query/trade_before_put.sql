-- $1 account_id
INSERT INTO trade_before (trade_no, account_id, paid_fen, due_fen, refunded_fen, succeeded, answered)
SELECT t.trade_no, t.account_id, t.paid_fen, t.due_fen, t.refunded_fen, t.succeeded, t.answered
FROM scope_trade s
CROSS JOIN trade_total t
WHERE t.trade_no = s.trade_no AND t.account_id = $1
ORDER BY t.trade_no
