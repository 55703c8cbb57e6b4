-- $1 account_id  $2 trade_no
SELECT l.refund_time, l.batch_no, l.occurrence, l.amount_fen, l.reason, COALESCE(s.path, ''), COALESCE(q.line_no, 0)
FROM request_line l
JOIN request q ON q.batch_no = l.batch_no AND q.account_id = l.account_id
LEFT JOIN source s ON s.source_id = q.source_id
WHERE l.account_id = $1 AND l.trade_no = $2
ORDER BY l.refund_time, l.batch_no, l.occurrence
