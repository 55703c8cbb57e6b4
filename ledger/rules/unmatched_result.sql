-- code: UNMATCHED_RESULT
-- severity: error
-- subject: batch and trade
-- when: a result is of a trade that the batch's request does not hold
-- zh: 退款结果的交易不在该批次的请求中
-- says: the request of this batch does not hold this trade; result amount {amount}
-- says-zh: 该批次请求中没有此交易；结果金额 {amount}
-- values: text
-- looks: trade
-- since: result
-- ends: dismiss
-- section: contract 4.1
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.amount_fen) AS BIGINT) AS amount_fen, NULL AS expected, NULL AS actual,
       NULL AS source_id, NULL AS line_no
FROM account a
CROSS JOIN result_in r
WHERE a.account_id = $1 AND CASE WHEN EXISTS (SELECT 1 FROM request) THEN 1 ELSE 0 END = 1
  AND r.account_id = a.account_id
  AND NOT EXISTS (SELECT 1 FROM request_line l
                  WHERE l.trade_no = r.trade_no AND l.account_id = r.account_id AND l.batch_no = r.batch_no)
  AND EXISTS (SELECT 1 FROM request q WHERE q.batch_no = r.batch_no AND q.account_id = r.account_id)
GROUP BY r.trade_no, r.batch_no
