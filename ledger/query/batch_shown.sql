-- Those of batch_rows whose number stands in shown.
-- after: batches_changed
-- $1 account_id
SELECT b.batch_no, COALESCE(q.origin, ''), q.refund_time, q.voided_at,
       COALESCE(l.line_count, 0), COALESCE(l.fen, 0), COALESCE(l.unanswered, 0),
       COALESCE(r.succeeded, 0), COALESCE(r.refunded_fen, 0), COALESCE(r.failed, 0),
       COALESCE(n.stated, 0), COALESCE(n.counted, 0), COALESCE(n.notifications, 0), COALESCE(c.deliveries, 0),
       n.first_time, n.last_time
FROM (SELECT batch_no FROM request WHERE account_id = $1 AND batch_no IN (SELECT h.batch_no FROM shown h)
      UNION
      SELECT n.batch_no
      FROM shown h
      CROSS JOIN capture k
      CROSS JOIN notification n
      WHERE k.batch_no = h.batch_no AND k.account_id = $1
        AND n.notify_id = k.notify_id AND n.account_id = k.account_id AND n.source_id = k.source_id AND n.line_no = k.line_no) b
LEFT JOIN request q ON q.batch_no = b.batch_no AND q.account_id = $1
LEFT JOIN (SELECT x.batch_no, COUNT(*) AS line_count, CAST(SUM(x.amount_fen) AS BIGINT) AS fen,
                  CAST(SUM(CASE WHEN x.voided_at IS NULL AND NOT EXISTS
                       (SELECT 1 FROM claim m WHERE m.trade_no = x.trade_no AND m.account_id = x.account_id
                          AND m.batch_no = x.batch_no AND m.occurrence = x.occurrence) THEN 1 ELSE 0 END) AS BIGINT) AS unanswered
           FROM shown h
           CROSS JOIN request_line x
           WHERE x.account_id = $1 AND x.batch_no = h.batch_no
           GROUP BY x.batch_no) l ON l.batch_no = b.batch_no
LEFT JOIN (SELECT y.batch_no, CAST(SUM(CASE y.code WHEN 'SUCCESS' THEN 1 ELSE 0 END) AS BIGINT) AS succeeded,
                  CAST(SUM(CASE y.code WHEN 'SUCCESS' THEN y.amount_fen ELSE 0 END) AS BIGINT) AS refunded_fen,
                  CAST(SUM(CASE y.code WHEN 'SUCCESS' THEN 0 ELSE 1 END) AS BIGINT) AS failed
           FROM shown h
           CROSS JOIN batch_trade t
           CROSS JOIN result y
           WHERE y.account_id = $1 AND t.batch_no = h.batch_no AND t.account_id = y.account_id
             AND y.trade_no = t.trade_no AND y.batch_no = t.batch_no
           GROUP BY y.batch_no) r ON r.batch_no = b.batch_no
LEFT JOIN (SELECT z.batch_no, CAST(SUM(z.success_num) AS BIGINT) AS stated, CAST(SUM(z.successes) AS BIGINT) AS counted,
                  COUNT(*) AS notifications, MIN(z.notify_time) AS first_time, MAX(z.notify_time) AS last_time
           FROM shown h
           CROSS JOIN capture k
           CROSS JOIN notification z
           WHERE k.account_id = $1 AND k.batch_no = h.batch_no
             AND z.notify_id = k.notify_id AND z.account_id = k.account_id AND z.source_id = k.source_id AND z.line_no = k.line_no
           GROUP BY z.batch_no) n ON n.batch_no = b.batch_no
LEFT JOIN (SELECT w.batch_no, COUNT(*) AS deliveries
           FROM shown h
           CROSS JOIN capture w
           WHERE w.account_id = $1 AND w.batch_no = h.batch_no
           GROUP BY w.batch_no) c ON c.batch_no = b.batch_no
ORDER BY b.batch_no
