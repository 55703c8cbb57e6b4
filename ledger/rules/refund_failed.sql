-- code: REFUND_FAILED
-- severity: error
-- subject: batch and trade
-- when: a refund failed, and nothing later made up for it
-- zh: 退款失败且之后未补退
-- says: {actual}: {amount} was not refunded
-- says-zh: {actual}：{amount} 未退成
-- values: text
-- looks: trade
-- since: result
-- ends: elsewhere, succeeded
-- section: contract 4.1, interface 5.2 and 9
-- $1 account_id
SELECT f.trade_no, f.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(f.amount_fen) AS BIGINT) AS amount_fen, 'SUCCESS' AS expected, MAX(f.code) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
CROSS JOIN result_sent f
WHERE t.account_id = $1 AND t.answered > t.succeeded
  AND (t.owed_fen IS NULL OR t.refunded_fen < t.owed_fen)
  AND (t.owed_fen IS NOT NULL OR t.elsewhere_fen < f.amount_fen)
  AND f.trade_no = t.trade_no AND f.account_id = t.account_id AND f.code <> 'SUCCESS'
  AND NOT EXISTS (SELECT 1 FROM result_sent s
                  WHERE s.trade_no = f.trade_no AND s.account_id = f.account_id
                    AND s.code = 'SUCCESS' AND s.amount_fen = f.amount_fen AND s.notify_id <> f.notify_id
                    AND (s.sent_at, s.notify_time, s.notify_id) > (f.sent_at, f.notify_time, f.notify_id))
GROUP BY f.trade_no, f.batch_no
