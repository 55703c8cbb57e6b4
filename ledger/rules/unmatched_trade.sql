-- code: UNMATCHED_TRADE
-- severity: error
-- subject: batch and trade
-- when: a result is of a trade that no order export holds
-- zh: 退款结果的交易不在任何订单导出中
-- says: no order of this trade; the results of the batch sum to {amount}
-- says-zh: 没有该交易的订单；本批次结果合计 {amount}
-- values: text
-- looks: trade
-- since: result
-- ends: dismiss
-- section: contract 4.1
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.amount_fen) AS BIGINT) AS amount_fen, NULL AS expected, NULL AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
CROSS JOIN result r
WHERE t.account_id = $1 AND t.paid_fen IS NULL AND t.answered > 0
  AND r.trade_no = t.trade_no AND r.account_id = t.account_id
GROUP BY r.trade_no, r.batch_no
