-- $1 account_id  $2 trade_no
SELECT b.finished_at, b.batch_no, b.occurrence, b.amount_fen, s.path, b.line_no
FROM bill_refund b
JOIN source s ON s.source_id = b.source_id
WHERE b.account_id = $1 AND b.trade_no = $2
ORDER BY b.finished_at, b.batch_no, b.amount_fen, b.occurrence
