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
SELECT '' AS trade_no, b.batch_no, '' AS notify_id, '' AS subject,
       (SELECT CAST(SUM(r.amount_fen) AS BIGINT)
        FROM result r
        WHERE r.batch_no = b.batch_no AND r.account_id = b.account_id
          AND r.trade_no IN (SELECT n.trade_no FROM notification_trade n WHERE n.batch_no = b.batch_no AND n.account_id = b.account_id
                             UNION
                             SELECT a.trade_no FROM answer_row a WHERE a.batch_no = b.batch_no AND a.account_id = b.account_id)) AS amount_fen,
       CAST(b.refund_time AS TEXT) AS expected, CAST(b.first_time AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM sent_in b
WHERE b.account_id = $1 AND b.first_time > b.refund_time + $2
