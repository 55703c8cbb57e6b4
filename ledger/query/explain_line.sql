-- What was read in a line of a source, and what was rejected in it.
-- $1 source_id  $2 line_no
SELECT 0 AS place_in, 'order' AS kind, CAST(NULL AS BIGINT) AS at, o.trade_no, '' AS batch_no, '' AS notify_id, 0 AS occurrence,
       o.paid_fen AS fen, '' AS code, o.out_trade_no AS said, 1 AS effective, 0 AS run_id, s.path, o.line_no
FROM source_trade t
CROSS JOIN order_row o
JOIN source s ON s.source_id = o.source_id
WHERE t.source_id = $1 AND t.block_no = (CAST($2 AS BIGINT) - 1) / 64
  AND o.trade_no = t.trade_no AND o.source_id = t.source_id AND o.line_no = $2
UNION ALL
SELECT 1, 'request', q.refund_time, '', q.batch_no, '', 0, q.total_fen, '', q.faults, 1, 0, s.path, q.line_no
FROM request q
JOIN source s ON s.source_id = q.source_id
WHERE q.source_id = $1 AND q.line_no = $2
UNION ALL
SELECT 2, CASE WHEN k.source_id = n.source_id AND k.line_no = n.line_no AND k.capture_no = n.capture_no THEN 'notification'
               WHEN k.digest = n.digest THEN 'redelivery' ELSE 'conflict' END,
       k.notify_time, '', k.batch_no, k.notify_id, 0, NULL, '', CAST(k.success_num AS TEXT), 1, 0, s.path, k.line_no
FROM capture_block c
CROSS JOIN json_each(c.batches) h
CROSS JOIN capture k
CROSS JOIN notify_block b
CROSS JOIN json_each(b.batches) i
CROSS JOIN notification n
JOIN source s ON s.source_id = k.source_id
WHERE c.source_id = $1 AND c.block_no = (CAST($2 AS BIGINT) - 1) / 64
  AND k.batch_no = h.value AND k.source_id = c.source_id AND k.line_no = $2
  AND b.account_id = k.account_id AND i.key = k.notify_id
  AND b.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = k.account_id AND d.first_id <= k.notify_id)
  AND n.batch_no = i.value AND n.account_id = k.account_id AND n.notify_id = k.notify_id
UNION ALL
SELECT 3, 'bill', b.finished_at, b.trade_no, b.batch_no, '', 0, b.amount_fen, '', '', 1, 0, s.path, b.line_no
FROM bill_row b
JOIN source s ON s.source_id = b.source_id
WHERE b.source_id = $1 AND b.line_no = $2
UNION ALL
SELECT 4, 'answer', a.counted_at, a.trade_no, a.batch_no, a.answer_id, a.occurrence, a.amount_fen, a.code, '', 1, 0, s.path, a.line_no
FROM answer_row a
JOIN source s ON s.source_id = a.source_id
WHERE a.source_id = $1 AND a.line_no = $2
UNION ALL
SELECT 5, CASE x.kind WHEN 'signature' THEN 'forged' WHEN 'reused' THEN 'reused' ELSE 'rejected' END,
       NULL, '', x.batch_no, x.notify_id, 0, NULL, '', x.reason, 0, 0, s.path, x.line_no
FROM reject x
JOIN source s ON s.source_id = x.source_id
WHERE x.source_id = $1 AND x.line_no = $2 AND x.kind <> 'conflict'
UNION ALL
SELECT 6, 'named', NULL, '', u.batch_no, '', 0, NULL, u.code, u.reason, 0, 0, s.path, u.line_no
FROM unread u
JOIN source s ON s.source_id = u.source_id
WHERE u.source_id = $1 AND u.line_no = $2
ORDER BY 1, 3, 4, 7, 6, 5, 10
LIMIT 10001
