-- code: UNMATCHED_BATCH
-- severity: error
-- subject: batch
-- when: results came for a batch that no captured request has
-- zh: 收到结果的批次没有对应的退款请求
-- says: no request of this batch; its results sum to {amount}
-- says-zh: 没有该批次的请求；其结果合计 {amount}
-- values: text
-- looks: batch
-- since: result
-- ends: dismiss
-- section: contract 4.1
-- $1 account_id  $2 has_requests
SELECT '' AS trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.amount_fen) AS BIGINT) AS amount_fen, NULL AS expected, NULL AS actual,
       NULL AS source_id, NULL AS line_no
FROM batch_in r
WHERE r.account_id = $1 AND $2 = 1
  AND NOT EXISTS (SELECT 1 FROM request q WHERE q.batch_no = r.batch_no AND q.account_id = r.account_id)
GROUP BY r.batch_no
