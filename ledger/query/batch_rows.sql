-- The batches that a request or a notification names: what the request, its lines, its
-- results, the notifications and their deliveries say, a column each, added up along one
-- sorting.
-- after: batches_open
-- $1 account_id
SELECT k.batch_no, MAX(k.origin), MAX(k.refund_time), MAX(k.voided_at),
       CAST(SUM(k.line_count) AS BIGINT), CAST(SUM(k.fen) AS BIGINT), CAST(SUM(k.unanswered) AS BIGINT),
       CAST(SUM(k.succeeded) AS BIGINT), CAST(SUM(k.refunded_fen) AS BIGINT), CAST(SUM(k.failed) AS BIGINT),
       CAST(SUM(k.stated) AS BIGINT), CAST(SUM(k.counted) AS BIGINT), CAST(SUM(k.notifications) AS BIGINT),
       CAST(SUM(k.deliveries) AS BIGINT), MIN(k.first_time), MAX(k.last_time)
FROM (SELECT q.batch_no, q.origin, q.refund_time, q.voided_at, 0 AS line_count, 0 AS fen, 0 AS unanswered, 0 AS succeeded,
             0 AS refunded_fen, 0 AS failed, 0 AS stated, 0 AS counted, 0 AS notifications, 0 AS deliveries,
             CAST(NULL AS BIGINT) AS first_time, CAST(NULL AS BIGINT) AS last_time
      FROM request_shown q
      WHERE q.account_id = $1
      UNION ALL
      SELECT x.batch_no, '', NULL, NULL, 1, x.amount_fen,
             CASE WHEN x.voided_at IS NULL AND NOT EXISTS
                  (SELECT 1 FROM claim m WHERE m.trade_no = x.trade_no AND m.account_id = x.account_id
                     AND m.batch_no = x.batch_no AND m.occurrence = x.occurrence) THEN 1 ELSE 0 END,
             0, 0, 0, 0, 0, 0, 0, NULL, NULL
      FROM line_shown x
      WHERE x.account_id = $1
      UNION ALL
      SELECT y.batch_no, '', NULL, NULL, 0, 0, 0, CASE y.code WHEN 'SUCCESS' THEN 1 ELSE 0 END,
             CASE y.code WHEN 'SUCCESS' THEN y.amount_fen ELSE 0 END, CASE y.code WHEN 'SUCCESS' THEN 0 ELSE 1 END,
             0, 0, 0, 0, NULL, NULL
      FROM result_shown y
      WHERE y.account_id = $1
      UNION ALL
      SELECT z.batch_no, '', NULL, NULL, 0, 0, 0, 0, 0, 0, z.success_num, z.successes, 1, 0, z.notify_time, z.notify_time
      FROM notice_shown z
      WHERE z.account_id = $1
      UNION ALL
      SELECT w.batch_no, '', NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, COUNT(*), NULL, NULL
      FROM delivery_shown w
      WHERE w.account_id = $1
      GROUP BY w.batch_no) k
GROUP BY k.batch_no
HAVING MAX(k.origin) <> '' OR CAST(SUM(k.notifications) AS BIGINT) > 0
ORDER BY k.batch_no
