-- $1 account_id  $2 batch_no
SELECT s.path, k.line_no
FROM (SELECT q.source_id, q.line_no FROM request q WHERE q.account_id = $1 AND q.batch_no = $2 AND q.source_id IS NOT NULL
      UNION
      SELECT x.source_id, x.line_no FROM reject x WHERE x.kind = 'reused' AND x.batch_no = $2 AND x.account_id = $1) k
JOIN source s ON s.source_id = k.source_id
ORDER BY k.source_id, k.line_no
LIMIT 1000
