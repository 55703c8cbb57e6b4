-- $1 account_id  $2 batch_no
SELECT s.path, n.line_no
FROM (SELECT p.source_id, p.line_no
      FROM capture b
      JOIN notification p ON p.notify_id = b.notify_id AND p.account_id = b.account_id AND p.source_id = b.source_id AND p.line_no = b.line_no AND p.capture_no = b.capture_no
      WHERE b.account_id = $1 AND b.batch_no = $2
      UNION
      SELECT a.source_id, a.line_no FROM answer_row a WHERE a.account_id = $1 AND a.batch_no = $2) n
JOIN source s ON s.source_id = n.source_id
ORDER BY n.source_id, n.line_no
LIMIT 1000
