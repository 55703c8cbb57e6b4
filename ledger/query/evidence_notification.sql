-- $1 account_id  $2 notify_id
SELECT s.path, k.line_no
FROM (SELECT n.source_id, n.line_no
      FROM notification_batch i
      CROSS JOIN notification n
      WHERE i.account_id = $1 AND i.notify_id = $2
        AND i.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = $1 AND d.first_id <= $2)
        AND n.batch_no = i.batch_no AND n.account_id = i.account_id AND n.notify_id = i.notify_id
      UNION
      SELECT x.source_id, x.line_no FROM reject x WHERE x.kind = 'conflict' AND x.notify_id = $2 AND x.account_id = $1) k
JOIN source s ON s.source_id = k.source_id
ORDER BY k.source_id, k.line_no
LIMIT 1000
