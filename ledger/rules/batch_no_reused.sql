-- code: BATCH_NO_REUSED
-- severity: critical
-- subject: batch
-- holds: yes
-- when: two requests have one batch number and other lines
-- zh: 同一批次号用于不同的退款明细
-- says: later requests of this batch number with other lines: {actual}; the first stands
-- says-zh: 该批次号另有 {actual} 次明细不同的请求；以首次为准
-- values: count
-- looks: all
-- since: request
-- ends: dismiss
-- section: contract 4.1, interface 4.2
-- $1 account_id
SELECT '' AS trade_no, x.batch_no, '' AS notify_id, '' AS subject, NULL AS amount_fen,
       NULL AS expected, CAST(COUNT(*) AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM reject x
WHERE x.account_id = $1 AND x.kind = 'reused'
GROUP BY x.batch_no
