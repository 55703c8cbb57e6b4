-- code: UNKNOWN_ERROR_CODE
-- severity: warning
-- subject: batch and trade
-- when: a result's code is not in the error-code table
-- zh: 结果代码不在错误码表中
-- says: unknown code {actual} for {amount}
-- says-zh: 未知代码 {actual}，金额 {amount}
-- values: text
-- looks: trade
-- since: result
-- ends: dismiss
-- section: contract 4.1, interface 9
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.amount_fen) AS BIGINT) AS amount_fen, NULL AS expected, MAX(r.code) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
CROSS JOIN result r
WHERE t.account_id = $1 AND t.answered > t.succeeded
  AND r.trade_no = t.trade_no AND r.account_id = t.account_id
  AND r.code <> 'SUCCESS'
  AND NOT EXISTS (SELECT 1 FROM error_code e WHERE e.account_id = r.account_id AND e.code = r.code)
GROUP BY r.trade_no, r.batch_no
