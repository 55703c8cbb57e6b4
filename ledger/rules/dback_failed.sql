-- code: DBACK_FAILED
-- severity: warning
-- subject: batch and trade
-- when: a refund did not get back to the bank card
-- zh: 退回银行卡失败
-- says: {amount} did not get back to the bank card ({actual}): ask Alipay where it is
-- says-zh: {amount} 退回银行卡失败（{actual}）：向支付宝核实款项去向
-- values: text
-- looks: all
-- since: result
-- ends: dismiss
-- section: contract 4.1, interface 5.2
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.amount_fen) AS BIGINT) AS amount_fen, NULL AS expected, MAX(r.dback) AS actual,
       NULL AS source_id, NULL AS line_no
FROM result r
WHERE r.account_id = $1 AND r.dback = 'true^F'
GROUP BY r.trade_no, r.batch_no
