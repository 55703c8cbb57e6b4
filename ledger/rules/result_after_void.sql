-- code: RESULT_AFTER_VOID
-- severity: critical
-- subject: batch and trade
-- holds: yes
-- when: a result came for a line that a person had voided
-- zh: 已作废的退款明细之后收到结果
-- says: the line was voided, then answered {actual} with {amount}: a second refund may have been issued
-- says-zh: 明细作废后收到结果 {actual}，金额 {amount}：可能已重复退款
-- values: text
-- looks: trade
-- since: result
-- ends: dismiss, undo
-- section: contract 4.1 and 4.3
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.amount_fen) AS BIGINT) AS amount_fen, NULL AS expected, MAX(r.code) AS actual,
       NULL AS source_id, NULL AS line_no
FROM line_in l
CROSS JOIN result r
WHERE l.account_id = $1 AND l.voided_at IS NOT NULL
  AND r.trade_no = l.trade_no AND r.account_id = l.account_id AND r.batch_no = l.batch_no AND r.occurrence = l.occurrence
GROUP BY r.trade_no, r.batch_no
