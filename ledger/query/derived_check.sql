-- Rows of what is derived of the evidence that the evidence does not yield, and the
-- other way round, by table. An export may name trades whose rows have become one with others.
SELECT 'notification_trade' AS name, COUNT(*) AS rows_apart
FROM (SELECT k.trade_no
      FROM (SELECT t.trade_no, t.account_id, t.batch_no, t.source_id, t.line_no, t.capture_no, 1 AS told FROM notification_trade t
            UNION ALL
            SELECT c.trade_no, c.account_id, c.batch_no, c.source_id, c.line_no, c.capture_no, -1 FROM claim c
            WHERE c.occurrence = 1 AND c.witness IS NULL) k
      GROUP BY k.trade_no, k.account_id, k.batch_no, k.source_id, k.line_no, k.capture_no
      HAVING CAST(SUM(k.told) AS BIGINT) <> 0) p
UNION ALL
SELECT 'notification_batch', COUNT(*)
FROM (SELECT k.notify_id
      FROM (SELECT b.notify_id, b.account_id, b.batch_no, 1 AS told FROM notification_batch b
            UNION ALL
            SELECT n.notify_id, n.account_id, n.batch_no, -1 FROM notification n) k
      GROUP BY k.notify_id, k.account_id, k.batch_no
      HAVING CAST(SUM(k.told) AS BIGINT) <> 0) p
UNION ALL
SELECT 'capture_block', COUNT(*)
FROM (SELECT k.source_id
      FROM (SELECT b.source_id, b.block_no, b.batch_no, 1 AS told FROM source_batch b
            UNION ALL
            SELECT d.source_id, (d.line_no - 1) / 64, d.batch_no, -1 FROM capture d GROUP BY 1, 2, 3) k
      GROUP BY k.source_id, k.block_no, k.batch_no
      HAVING CAST(SUM(k.told) AS BIGINT) <> 0
      UNION ALL
      SELECT x.source_id
      FROM (SELECT b.source_id, b.block_no, b.captures, b.extra, b.first_time, b.last_time FROM capture_block b
            EXCEPT
            SELECT d.source_id, (d.line_no - 1) / 64, COUNT(*), CAST(SUM(d.extra) AS BIGINT), MIN(d.notify_time), MAX(d.notify_time)
            FROM capture d
            GROUP BY 1, 2) x) p
UNION ALL
SELECT 'order_block', COUNT(*)
FROM (SELECT k.source_id
      FROM (SELECT b.source_id, b.block_no, b.trade_no, 1 AS told FROM source_trade b
            UNION ALL
            SELECT o.source_id, (o.line_no - 1) / 64, o.trade_no, -1 FROM order_row o GROUP BY 1, 2, 3) k
      GROUP BY k.source_id, k.block_no, k.trade_no
      HAVING CAST(SUM(k.told) AS BIGINT) < 0) p
UNION ALL
SELECT 'superseded', COUNT(*)
FROM (SELECT c.trade_no
      FROM claim_ranked c
      WHERE CASE WHEN EXISTS (SELECT 1 FROM superseded s
                              WHERE s.trade_no = c.trade_no AND s.account_id = c.account_id AND s.batch_no = c.batch_no
                                AND s.occurrence = c.occurrence AND s.source_id = c.source_id
                                AND s.line_no = c.line_no AND s.capture_no = c.capture_no) THEN 1 ELSE 0 END
         <> CASE WHEN EXISTS (SELECT 1 FROM claim_ranked d
                              WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id
                                AND d.batch_no = c.batch_no AND d.occurrence = c.occurrence
                                AND (d.told, d.succeeded, d.stronger, d.notify_time, d.notify_id)
                                  > (c.told, c.succeeded, c.stronger, c.notify_time, c.notify_id)) THEN 1 ELSE 0 END
      UNION ALL
      SELECT s.trade_no
      FROM superseded s
      WHERE NOT EXISTS (SELECT 1 FROM claim c
                        WHERE c.trade_no = s.trade_no AND c.account_id = s.account_id AND c.batch_no = s.batch_no
                          AND c.occurrence = s.occurrence AND c.source_id = s.source_id
                          AND c.line_no = s.line_no AND c.capture_no = s.capture_no)) p
UNION ALL
SELECT 'claim_sum', COUNT(*)
FROM (SELECT x.code
      FROM (SELECT u.account_id, u.day_no, u.code, u.claims, u.amount_fen, u.fee_back_fen, u.fee_failed_fen, u.first_time, u.last_time FROM claim_sum u WHERE u.claims <> 0
            EXCEPT
            SELECT c.account_id, c.notify_time + 28800000 - (c.notify_time + 28800000) % 86400000 AS day_no, c.code,
                   COUNT(*), CAST(SUM(c.amount_fen) AS BIGINT),
                   CAST(SUM(CASE c.fee_code WHEN 'SUCCESS' THEN c.fee_fen ELSE 0 END) AS BIGINT),
                   CAST(SUM(CASE c.fee_code WHEN 'SUCCESS' THEN 0 ELSE COALESCE(c.fee_fen, 0) END) AS BIGINT), MIN(c.notify_time), MAX(c.notify_time)
            FROM claim c
            GROUP BY 1, 2, 3) x
      UNION ALL
      SELECT y.code
      FROM (SELECT c.account_id, c.notify_time + 28800000 - (c.notify_time + 28800000) % 86400000 AS day_no, c.code,
                   COUNT(*), CAST(SUM(c.amount_fen) AS BIGINT),
                   CAST(SUM(CASE c.fee_code WHEN 'SUCCESS' THEN c.fee_fen ELSE 0 END) AS BIGINT),
                   CAST(SUM(CASE c.fee_code WHEN 'SUCCESS' THEN 0 ELSE COALESCE(c.fee_fen, 0) END) AS BIGINT), MIN(c.notify_time), MAX(c.notify_time)
            FROM claim c
            GROUP BY 1, 2, 3
            EXCEPT
            SELECT u.account_id, u.day_no, u.code, u.claims, u.amount_fen, u.fee_back_fen, u.fee_failed_fen, u.first_time, u.last_time FROM claim_sum u WHERE u.claims <> 0) y) p
UNION ALL
SELECT 'notice_sum', COUNT(*)
FROM (SELECT k.account_id
      FROM (SELECT u.account_id, u.notifications, u.stated, u.counted FROM notice_sum u
            UNION ALL
            SELECT n.account_id, -1, -n.success_num, -n.successes FROM notification n) k
      GROUP BY k.account_id
      HAVING CAST(SUM(k.notifications) AS BIGINT) <> 0 OR CAST(SUM(k.stated) AS BIGINT) <> 0 OR CAST(SUM(k.counted) AS BIGINT) <> 0) p
UNION ALL
SELECT 'request_sum', COUNT(*)
FROM (SELECT k.account_id
      FROM (SELECT u.account_id, u.requests FROM request_sum u
            UNION ALL
            SELECT q.account_id, -1 FROM request q WHERE q.voided_at IS NULL) k
      GROUP BY k.account_id
      HAVING CAST(SUM(k.requests) AS BIGINT) <> 0) p
UNION ALL
SELECT 'day_sum', COUNT(*)
FROM (SELECT k.account_id
      FROM (SELECT u.account_id, u.day_no, u.notifications, u.request_lines FROM day_sum u
            UNION ALL
            SELECT n.account_id, n.notify_time + 28800000 - (n.notify_time + 28800000) % 86400000, -1, 0 FROM notification n
            UNION ALL
            SELECT l.account_id, l.refund_time + 28800000 - (l.refund_time + 28800000) % 86400000, 0, -1 FROM request_line l WHERE l.voided_at IS NULL) k
      GROUP BY k.account_id, k.day_no
      HAVING CAST(SUM(k.notifications) AS BIGINT) <> 0 OR CAST(SUM(k.request_lines) AS BIGINT) <> 0) p
UNION ALL
SELECT 'repeated_batch', COUNT(*)
FROM (SELECT s.batch_no FROM superseded s
      WHERE NOT EXISTS (SELECT 1 FROM repeated_batch r WHERE r.batch_no = s.batch_no AND r.account_id = s.account_id)) p
ORDER BY 1
