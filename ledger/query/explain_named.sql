-- The lines that name a trade and did not count, but those that explain_reused and
-- explain_deliveries show.
-- $1 account_id  $2 trade_no
SELECT n.code, n.batch_no, n.notify_id, COALESCE(u.reason, x.reason, ''), s.path, n.line_no
FROM named_trade n
JOIN source s ON s.source_id = n.source_id
LEFT JOIN unread u ON u.source_id = n.source_id AND u.line_no = n.line_no AND u.capture_no = n.capture_no
LEFT JOIN reject x ON x.source_id = n.source_id AND x.line_no = n.line_no AND x.capture_no = n.capture_no
LEFT JOIN (SELECT DISTINCT l.batch_no FROM request_line l WHERE l.account_id = $1 AND l.trade_no = $2) l ON l.batch_no = n.batch_no
LEFT JOIN (SELECT DISTINCT c.notify_id FROM claim_named c WHERE c.account_id = $1 AND c.trade_no = $2) c ON c.notify_id = n.notify_id
WHERE n.account_id = $1 AND n.trade_no = $2
  AND NOT (n.code = 'BATCH_NO_REUSED' AND l.batch_no IS NOT NULL)
  AND NOT (n.code = 'NOTIFY_CONFLICT' AND c.notify_id IS NOT NULL)
ORDER BY n.source_id, n.line_no, n.capture_no, n.code
