-- $1 account_id  $2 notify_id
SELECT s.path, k.line_no
FROM (SELECT n.source_id, n.line_no FROM notification n WHERE n.account_id = $1 AND n.notify_id = $2
      UNION
      SELECT x.source_id, x.line_no FROM reject x WHERE x.kind = 'conflict' AND x.notify_id = $2 AND x.account_id = $1) k
JOIN source s ON s.source_id = k.source_id
ORDER BY k.source_id, k.line_no
LIMIT 1000
