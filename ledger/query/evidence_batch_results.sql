-- $1 account_id  $2 batch_no
SELECT s.path, n.line_no
FROM capture b
JOIN notification n ON n.notify_id = b.notify_id AND n.account_id = b.account_id AND n.source_id = b.source_id AND n.line_no = b.line_no AND n.capture_no = b.capture_no
JOIN source s ON s.source_id = n.source_id
WHERE b.account_id = $1 AND b.batch_no = $2
ORDER BY n.source_id, n.line_no
LIMIT 1000
