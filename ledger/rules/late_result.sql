-- code: LATE_RESULT
-- severity: warning
-- subject: batch
-- when: the first notification of a batch is dated past the grace
-- zh: 批次的首个通知超过等待时间
-- says: the first notification is dated {actual}, the request {expected}; its results sum to {amount}
-- says-zh: 首个通知时间 {actual}，请求时间 {expected}；结果合计 {amount}
-- values: time
-- looks: batch
-- since: result
-- ends: dismiss
-- section: contract 4.1, interface 6.1
-- threshold: result_grace
-- $1 account_id  $2 result_grace
SELECT '' AS trade_no, i.batch_no, '' AS notify_id, '' AS subject, i.amount_fen,
       CAST(i.refund_time AS TEXT) AS expected, CAST(i.first_time AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM (WITH late AS (SELECT b.batch_no, b.account_id, b.refund_time, b.first_time
                    FROM sent_in b
                    WHERE b.account_id = $1 AND b.first_time > b.refund_time + $2)
      SELECT b.batch_no, b.refund_time, b.first_time, s.amount_fen
      FROM late b
      LEFT JOIN (SELECT t.batch_no, CAST(SUM(r.amount_fen) AS BIGINT) AS amount_fen
                 FROM (SELECT j.value AS trade_no, b.account_id, b.batch_no
                       FROM late b CROSS JOIN notification n CROSS JOIN json_each(n.trades) j
                       WHERE n.batch_no = b.batch_no AND n.account_id = b.account_id
                       UNION
                       SELECT a.trade_no, b.account_id, b.batch_no
                       FROM late b CROSS JOIN answer_row a
                       WHERE a.batch_no = b.batch_no AND a.account_id = b.account_id) t
                 CROSS JOIN result r
                 WHERE r.trade_no = t.trade_no AND r.account_id = t.account_id AND r.batch_no = t.batch_no
                 GROUP BY t.batch_no) s ON s.batch_no = b.batch_no) i
