-- $1 account_id  $2 trade_no
SELECT q.refund_time, x.batch_no, x.reason, s.path, x.line_no
FROM reject x
JOIN request q ON q.batch_no = x.batch_no AND q.account_id = x.account_id
JOIN source s ON s.source_id = x.source_id
WHERE x.kind = 'reused' AND x.account_id = $1
  AND x.batch_no IN (SELECT l.batch_no FROM request_line l WHERE l.account_id = $1 AND l.trade_no = $2)
ORDER BY x.batch_no, x.source_id, x.line_no, x.capture_no
