-- What is known of a notification, by its notify_id: its deliveries, those that say other,
-- what was rejected under its name, its results, and the findings about it.
-- $1 account_id  $2 notify_id  $3 job
SELECT 0 AS place_in, CASE x.kind WHEN 'signature' THEN 'forged' ELSE 'rejected' END AS kind,
       CAST(NULL AS BIGINT) AS at, '' AS trade_no, x.batch_no, x.notify_id, 0 AS occurrence, CAST(NULL AS BIGINT) AS fen,
       '' AS code, x.reason AS said, 0 AS effective, 0 AS run_id, s.path, x.line_no
FROM reject x
JOIN source s ON s.source_id = x.source_id
WHERE x.account_id = $1 AND x.notify_id = $2 AND x.kind <> 'conflict' AND x.read_in IS NULL
UNION ALL
SELECT 1, 'finding', r.as_of, f.trade_no, f.batch_no, f.notify_id, 0, f.amount_fen, f.code, '',
       CASE WHEN f.closed_run IS NULL THEN 1 ELSE 0 END, f.first_run, COALESCE(s.path, ''), COALESCE(f.line_no, 0)
FROM finding f
JOIN run r ON r.run_id = f.first_run
LEFT JOIN source s ON s.source_id = f.source_id
WHERE f.job = $3 AND f.notify_id = $2
UNION ALL
SELECT 1, 'closed', r.as_of, f.trade_no, f.batch_no, f.notify_id, 0, f.amount_fen, f.code, '', 0, f.closed_run, '', 0
FROM finding f
JOIN run r ON r.run_id = f.closed_run
WHERE f.job = $3 AND f.notify_id = $2
UNION ALL
SELECT 4, 'notification', n.sent_at, '', n.batch_no, n.notify_id, 0, NULL, '', CAST(n.success_num AS TEXT), 1, 0, s.path, n.line_no
FROM notification_batch i
CROSS JOIN notification n
JOIN source s ON s.source_id = n.source_id
WHERE i.account_id = $1 AND i.notify_id = $2
  AND i.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = $1 AND d.first_id <= $2)
  AND n.batch_no = i.batch_no AND n.account_id = i.account_id AND n.notify_id = i.notify_id
UNION ALL
SELECT 4, CASE WHEN k.digest = n.digest THEN 'redelivery' ELSE 'conflict' END,
       k.notify_time, '', k.batch_no, k.notify_id, 0, NULL, '', CAST(k.success_num AS TEXT), 1, 0, s.path, k.line_no
FROM notification_batch i
CROSS JOIN notification n
CROSS JOIN redelivery k
JOIN source s ON s.source_id = k.source_id
WHERE i.account_id = $1 AND i.notify_id = $2
  AND i.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = $1 AND d.first_id <= $2)
  AND n.batch_no = i.batch_no AND n.account_id = i.account_id AND n.notify_id = i.notify_id
  AND k.batch_no = n.batch_no AND k.account_id = n.account_id AND k.notify_id = n.notify_id
UNION ALL
SELECT 4, 'conflict', k.notify_time, '', k.batch_no, k.notify_id, 0, NULL, '', CAST(k.success_num AS TEXT), 1, 0, s.path, k.line_no
FROM notification_batch i
CROSS JOIN reject x
CROSS JOIN redelivery k
JOIN source s ON s.source_id = k.source_id
WHERE i.account_id = $1 AND i.notify_id = $2
  AND i.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = $1 AND d.first_id <= $2)
  AND x.kind = 'conflict' AND x.notify_id = i.notify_id AND x.account_id = i.account_id AND x.batch_no <> i.batch_no
  AND k.batch_no = x.batch_no AND k.account_id = x.account_id AND k.notify_id = x.notify_id
  AND k.source_id = x.source_id AND k.line_no = x.line_no AND k.capture_no = x.capture_no
UNION ALL
SELECT 5, 'result', c.notify_time, c.trade_no, c.batch_no, n.notify_id, c.occurrence, c.amount_fen, c.code, '',
       CASE WHEN EXISTS (SELECT 1 FROM superseded d
                         WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id AND d.batch_no = c.batch_no
                           AND d.occurrence = c.occurrence AND d.source_id = c.source_id AND d.line_no = c.line_no
                           AND d.capture_no = c.capture_no)
            THEN 0 ELSE 1 END,
       0, s.path, c.line_no
FROM notification_batch i
CROSS JOIN notification n
CROSS JOIN json_each(n.trades) j
CROSS JOIN claim c
JOIN source s ON s.source_id = c.source_id
WHERE i.account_id = $1 AND i.notify_id = $2
  AND i.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = $1 AND d.first_id <= $2)
  AND n.batch_no = i.batch_no AND n.account_id = i.account_id AND n.notify_id = i.notify_id
  AND c.trade_no = j.value AND c.account_id = n.account_id AND c.batch_no = n.batch_no
  AND c.source_id = n.source_id AND c.line_no = n.line_no AND c.capture_no = n.capture_no
ORDER BY 1, 3, 4, 7, 6, 13, 14, 9
LIMIT 10001
