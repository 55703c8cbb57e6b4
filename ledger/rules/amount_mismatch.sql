-- code: AMOUNT_MISMATCH
-- severity: critical
-- subject: batch and trade
-- holds: yes
-- when: a result's amount is not that of its request line
-- zh: 结果金额与请求金额不一致
-- says: requested {expected}, result {actual}: {amount} apart
-- says-zh: 请求 {expected}，结果 {actual}，相差 {amount}
-- values: money
-- looks: trade
-- since: result
-- ends: dismiss
-- section: contract 4.1
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(ABS(r.amount_fen - l.amount_fen)) AS BIGINT) AS amount_fen,
       CAST(CAST(SUM(l.amount_fen) AS BIGINT) AS TEXT) AS expected,
       CAST(CAST(SUM(r.amount_fen) AS BIGINT) AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM line_in l
CROSS JOIN result r
WHERE l.account_id = $1
  AND r.trade_no = l.trade_no AND r.account_id = l.account_id AND r.batch_no = l.batch_no AND r.occurrence = l.occurrence
  AND r.amount_fen <> l.amount_fen
GROUP BY r.trade_no, r.batch_no
