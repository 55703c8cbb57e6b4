-- Every batch that a request or a notification names.
-- $1 account_id
SELECT b.batch_no, COALESCE(q.origin, ''), q.refund_time, q.voided_at,
       COALESCE(l.line_count, 0), COALESCE(l.fen, 0), COALESCE(l.unanswered, 0),
       COALESCE(r.succeeded, 0), COALESCE(r.refunded_fen, 0), COALESCE(r.failed, 0),
       COALESCE(n.stated, 0), COALESCE(n.counted, 0), COALESCE(n.notifications, 0), COALESCE(c.deliveries, 0),
       n.first_time, n.last_time
FROM (SELECT batch_no FROM request WHERE account_id = $1
      UNION
      SELECT batch_no FROM notification WHERE account_id = $1) b
LEFT JOIN request q ON q.batch_no = b.batch_no AND q.account_id = $1
LEFT JOIN (SELECT x.batch_no, COUNT(*) AS line_count, CAST(SUM(x.amount_fen) AS BIGINT) AS fen,
                  CAST(SUM(CASE WHEN x.voided_at IS NULL AND NOT EXISTS
                       (SELECT 1 FROM claim m WHERE m.trade_no = x.trade_no AND m.account_id = x.account_id
                          AND m.batch_no = x.batch_no AND m.occurrence = x.occurrence) THEN 1 ELSE 0 END) AS BIGINT) AS unanswered
           FROM request_line x
           WHERE x.account_id = $1
           GROUP BY x.batch_no) l ON l.batch_no = b.batch_no
LEFT JOIN (SELECT y.batch_no, CAST(SUM(CASE y.code WHEN 'SUCCESS' THEN 1 ELSE 0 END) AS BIGINT) AS succeeded,
                  CAST(SUM(CASE y.code WHEN 'SUCCESS' THEN y.amount_fen ELSE 0 END) AS BIGINT) AS refunded_fen,
                  CAST(SUM(CASE y.code WHEN 'SUCCESS' THEN 0 ELSE 1 END) AS BIGINT) AS failed
           FROM result y
           WHERE y.account_id = $1
           GROUP BY y.batch_no) r ON r.batch_no = b.batch_no
LEFT JOIN (SELECT z.batch_no, CAST(SUM(z.success_num) AS BIGINT) AS stated, CAST(SUM(z.successes) AS BIGINT) AS counted,
                  COUNT(*) AS notifications, MIN(z.notify_time) AS first_time, MAX(z.notify_time) AS last_time
           FROM notification z
           WHERE z.account_id = $1
           GROUP BY z.batch_no) n ON n.batch_no = b.batch_no
LEFT JOIN (SELECT w.batch_no, COUNT(*) AS deliveries FROM capture w WHERE w.account_id = $1 GROUP BY w.batch_no) c ON c.batch_no = b.batch_no
ORDER BY b.batch_no
