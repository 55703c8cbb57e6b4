-- code: REFUND_EXCEEDS_DUE
-- severity: error
-- subject: trade
-- holds: yes
-- when: more was refunded, or given another way, than is due, though not more than was paid
-- zh: 退款总额超过应退金额（未超过付款金额）
-- says: refunded {actual}, due {expected}: {amount} too much
-- says-zh: 应退 {expected}，已退 {actual}，多退 {amount}
-- values: money
-- looks: trade
-- since: excess
-- ends: dismiss
-- section: contract 4.1
-- $1 account_id
SELECT t.trade_no, '' AS batch_no, '' AS notify_id, '' AS subject,
       t.refunded_fen + t.elsewhere_fen - t.due_fen AS amount_fen,
       CAST(t.due_fen AS TEXT) AS expected, CAST(t.refunded_fen + t.elsewhere_fen AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
WHERE t.account_id = $1 AND t.paid_fen >= t.refunded_fen + t.elsewhere_fen AND t.due_fen < t.refunded_fen + t.elsewhere_fen
