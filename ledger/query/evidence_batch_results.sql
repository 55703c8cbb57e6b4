-- $1 account_id  $2 batch_no
SELECT s.path, n.line_no
FROM notification n
JOIN source s ON s.source_id = n.source_id
WHERE n.account_id = $1 AND n.batch_no = $2
ORDER BY n.source_id, n.line_no
LIMIT 1000
