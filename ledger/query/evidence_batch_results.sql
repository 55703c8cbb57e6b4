-- $1 account_id  $2 batch_no
SELECT s.path, n.line_no
FROM (SELECT p.source_id, p.line_no
      FROM notification p
      WHERE p.account_id = $1 AND p.batch_no = $2
      UNION
      SELECT a.source_id, a.line_no FROM answer_row a WHERE a.account_id = $1 AND a.batch_no = $2) n
JOIN source s ON s.source_id = n.source_id
ORDER BY n.source_id, n.line_no
LIMIT 1000
