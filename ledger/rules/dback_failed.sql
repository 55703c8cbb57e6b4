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
FROM claim_named r
WHERE r.account_id = $1 AND r.dback = 'true^F'
  AND NOT EXISTS (SELECT 1 FROM superseded s
                  WHERE s.trade_no = r.trade_no AND s.account_id = r.account_id AND s.batch_no = r.batch_no
                    AND s.occurrence = r.occurrence AND s.source_id = r.source_id AND s.line_no = r.line_no
                    AND s.capture_no = r.capture_no)
GROUP BY r.trade_no, r.batch_no
