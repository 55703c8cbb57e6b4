-- code: EARLY_RESULT
-- severity: error
-- subject: batch
-- holds: yes
-- when: a result is dated more than ten minutes before its request
-- zh: 退款结果的时间早于请求十分钟以上
-- says: results of {amount} are dated {actual}, the request {expected}
-- says-zh: 结果合计 {amount}，时间为 {actual}，早于请求时间 {expected}
-- values: time
-- looks: batch
-- since: result
-- ends: dismiss
-- section: contract 4.1, interface 5.2
-- $1 account_id
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
WHERE b.account_id = $1 AND b.first_time < b.refund_time - 600000
