-- $1 account_id  $2 trade_no
SELECT k.notify_time, k.batch_no, k.notify_id, CASE WHEN k.digest = n.digest THEN 1 ELSE 0 END, s.path, k.line_no
FROM (SELECT m.batch_no, m.source_id, m.line_no, m.capture_no
      FROM claim_named c
      CROSS JOIN redelivery m
      WHERE c.account_id = $1 AND c.trade_no = $2
        AND m.batch_no = c.batch_no AND m.account_id = c.account_id AND m.notify_id = c.notify_id
      UNION
      SELECT x.batch_no, x.source_id, x.line_no, x.capture_no
      FROM claim_named c
      CROSS JOIN reject x
      WHERE c.account_id = $1 AND c.trade_no = $2
        AND x.kind = 'conflict' AND x.notify_id = c.notify_id AND x.account_id = c.account_id) p
CROSS JOIN redelivery k
CROSS JOIN notify_block b
CROSS JOIN json_each(b.batches) i
CROSS JOIN notification n
JOIN source s ON s.source_id = k.source_id
WHERE k.batch_no = p.batch_no AND k.source_id = p.source_id AND k.line_no = p.line_no AND k.capture_no = p.capture_no
  AND b.account_id = k.account_id AND i.key = k.notify_id
  AND b.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = k.account_id AND d.first_id <= k.notify_id)
  AND n.batch_no = i.value AND n.account_id = k.account_id AND n.notify_id = k.notify_id
ORDER BY k.notify_time, k.source_id, k.line_no, k.capture_no
