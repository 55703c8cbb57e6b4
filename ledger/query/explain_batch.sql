-- What is known of a batch. What has no time of its own comes first; of what has the same
-- time, findings come before what a run issued, and that before its lines.
-- $1 account_id  $2 batch_no  $3 job
SELECT 0 AS place_in, CASE x.kind WHEN 'signature' THEN 'forged' WHEN 'reused' THEN 'reused' ELSE 'rejected' END AS kind,
       CAST(NULL AS BIGINT) AS at, '' AS trade_no, x.batch_no, x.notify_id, 0 AS occurrence, CAST(NULL AS BIGINT) AS fen,
       '' AS code, x.reason AS said, 0 AS effective, 0 AS run_id, s.path, x.line_no
FROM reject x
JOIN source s ON s.source_id = x.source_id
WHERE x.account_id = $1 AND x.batch_no = $2 AND x.kind <> 'conflict' AND x.read_in IS NULL
UNION ALL
SELECT 0, 'named', NULL, '', u.batch_no, '', 0, NULL, u.code, u.reason, 0, 0, s.path, u.line_no
FROM unread u
JOIN source s ON s.source_id = u.source_id
WHERE u.account_id = $1 AND u.batch_no = $2 AND u.read_in IS NULL
UNION ALL
SELECT 1, 'finding', r.as_of, f.trade_no, f.batch_no, f.notify_id, 0, f.amount_fen, f.code, '',
       CASE WHEN f.closed_run IS NULL THEN 1 ELSE 0 END, f.first_run, COALESCE(s.path, ''), COALESCE(f.line_no, 0)
FROM finding f
JOIN run r ON r.run_id = f.first_run
LEFT JOIN source s ON s.source_id = f.source_id
WHERE f.job = $3 AND f.batch_no = $2
UNION ALL
SELECT 1, 'closed', r.as_of, f.trade_no, f.batch_no, f.notify_id, 0, f.amount_fen, f.code, '', 0, f.closed_run, '', 0
FROM finding f
JOIN run r ON r.run_id = f.closed_run
WHERE f.job = $3 AND f.batch_no = $2
UNION ALL
SELECT 2, 'issued', COALESCE(x.released_at, r.as_of), '', e.batch_no, '', 0, q.total_fen, '', COALESCE(x.person, ''), 1, e.run_id, '', 0
FROM emitted e
JOIN request q ON q.batch_no = e.batch_no AND q.account_id = e.account_id
JOIN run r ON r.run_id = e.run_id
LEFT JOIN release x ON x.batch_no = e.batch_no AND x.account_id = e.account_id
WHERE e.account_id = $1 AND e.batch_no = $2
UNION ALL
SELECT 3, 'request', l.refund_time, l.trade_no, l.batch_no, '', l.occurrence, l.amount_fen, '', l.reason, 1, 0, COALESCE(s.path, ''), COALESCE(q.line_no, 0)
FROM request q
JOIN request_line l ON l.batch_no = q.batch_no AND l.account_id = q.account_id
LEFT JOIN source s ON s.source_id = q.source_id
WHERE q.account_id = $1 AND q.batch_no = $2
UNION ALL
SELECT 4, CASE WHEN k.source_id = n.source_id AND k.line_no = n.line_no AND k.capture_no = n.capture_no THEN 'notification'
               WHEN k.digest = n.digest THEN 'redelivery' ELSE 'conflict' END,
       k.notify_time, '', k.batch_no, k.notify_id, 0, NULL, '', CAST(k.success_num AS TEXT), 1, 0, s.path, k.line_no
FROM capture k
CROSS JOIN notify_block b
CROSS JOIN json_each(b.batches) i
CROSS JOIN notification n
JOIN source s ON s.source_id = k.source_id
WHERE k.account_id = $1 AND k.batch_no = $2
  AND b.account_id = k.account_id AND i.key = k.notify_id
  AND b.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = k.account_id AND d.first_id <= k.notify_id)
  AND n.batch_no = i.value AND n.account_id = k.account_id AND n.notify_id = k.notify_id
UNION ALL
SELECT 5, 'result', c.notify_time, c.trade_no, c.batch_no, c.notify_id, c.occurrence, c.amount_fen, c.code, '',
       CASE WHEN EXISTS (SELECT 1 FROM superseded d
                         WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id AND d.batch_no = c.batch_no
                           AND d.occurrence = c.occurrence AND d.source_id = c.source_id AND d.line_no = c.line_no
                           AND d.capture_no = c.capture_no)
            THEN 0 ELSE 1 END,
       0, s.path, c.line_no
FROM (SELECT j.value AS trade_no FROM notification n CROSS JOIN json_each(n.trades) j WHERE n.account_id = $1 AND n.batch_no = $2
      UNION
      SELECT a.trade_no FROM answer_row a WHERE a.account_id = $1 AND a.batch_no = $2) t
CROSS JOIN claim_named c
JOIN source s ON s.source_id = c.source_id
WHERE c.trade_no = t.trade_no AND c.account_id = $1 AND c.batch_no = $2
UNION ALL
SELECT 6, 'bill', b.finished_at, b.trade_no, b.batch_no, '', b.occurrence, b.amount_fen, '', '', 1, 0, s.path, b.line_no
FROM bill_refund b
JOIN source s ON s.source_id = b.source_id
WHERE b.account_id = $1 AND b.batch_no = $2
UNION ALL
SELECT 7, v.kind, v.said_at, v.trade_no, v.batch_no, '', 0, v.amount_fen, v.code, v.person || ': ' || v.evidence, 1, 0, 'act A' || CAST(v.act_no AS TEXT), 0
FROM act v
WHERE v.account_id = $1 AND v.batch_no = $2
ORDER BY 1, 3, 4, 7, 6, 13, 14, 9
LIMIT 10001
