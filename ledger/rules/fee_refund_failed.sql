-- code: FEE_REFUND_FAILED
-- severity: warning
-- subject: batch and trade
-- when: a trade was refunded, but its fee was not given back
-- zh: 交易已退款，但服务费未退回
-- says: the fee of {amount} was not given back: {actual}
-- says-zh: 服务费 {amount} 未退回：{actual}
-- values: text
-- looks: trade
-- since: result
-- ends: dismiss
-- section: contract 4.1, interface 5.2
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.fee_fen) AS BIGINT) AS amount_fen, 'SUCCESS' AS expected, MAX(r.fee_code) AS actual,
       NULL AS source_id, NULL AS line_no
FROM result_in r
WHERE r.account_id = $1 AND r.code = 'SUCCESS' AND r.fee_fen > 0 AND r.fee_code <> 'SUCCESS'
GROUP BY r.trade_no, r.batch_no
