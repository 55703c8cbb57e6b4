-- code: DUPLICATE_TRADE_IN_BATCH
-- severity: error
-- subject: batch and trade
-- holds: yes
-- when: a trade stands twice or more in one notification
-- zh: 同一通知中同一交易出现多次
-- says: the trade stands {actual} times; the second and later amounts sum to {amount}
-- says-zh: 该交易出现 {actual} 次；第二次起金额合计 {amount}
-- values: count
-- looks: trade
-- since: result
-- ends: dismiss
-- section: contract 4.1, interface 6.3
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.amount_fen) AS BIGINT) AS amount_fen,
       '1' AS expected, CAST(MAX(r.occurrence) AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM result_in r
WHERE r.account_id = $1 AND r.occurrence > 1
GROUP BY r.trade_no, r.batch_no
