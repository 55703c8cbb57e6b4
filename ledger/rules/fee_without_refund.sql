-- code: FEE_WITHOUT_REFUND
-- severity: warning
-- subject: batch and trade
-- when: a fee was given back, but its trade was not refunded
-- zh: 服务费已退回，但交易未退款
-- says: the fee of {amount} was given back, the trade answered {actual}
-- says-zh: 服务费 {amount} 已退回，交易结果为 {actual}
-- values: text
-- looks: trade
-- since: result
-- ends: dismiss
-- section: contract 4.1, interface 5.2
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.fee_fen) AS BIGINT) AS amount_fen, NULL AS expected, MAX(r.code) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
CROSS JOIN result r
WHERE t.account_id = $1 AND t.answered > t.succeeded
  AND r.trade_no = t.trade_no AND r.account_id = t.account_id
  AND r.code <> 'SUCCESS' AND r.fee_fen > 0 AND r.fee_code = 'SUCCESS'
GROUP BY r.trade_no, r.batch_no
