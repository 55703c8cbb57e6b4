-- $1 batch_no  $2 account_id
SELECT q.batch_no, e.run_id, q.refund_time, q.total_fen, COALESCE(e.charset, ''), e.params, COALESCE(e.gateway, '')
FROM request q
LEFT JOIN emitted e ON e.batch_no = q.batch_no AND e.account_id = q.account_id
WHERE q.batch_no = $1 AND q.account_id = $2
