-- code: DUE_EXCEEDS_PAID
-- severity: error
-- subject: trade
-- holds: yes
-- when: the export says that more is due than was paid
-- zh: 应退金额超过付款金额
-- says: due {actual}, paid {expected}: {amount} more than can be refunded
-- says-zh: 付款 {expected}，应退 {actual}，超出 {amount}
-- values: money
-- looks: trade
-- since: payment
-- ends: dismiss
-- section: contract 4.1, interface 4.4
-- $1 account_id
SELECT t.trade_no, '' AS batch_no, '' AS notify_id, '' AS subject,
       t.due_fen - t.paid_fen AS amount_fen,
       CAST(t.paid_fen AS TEXT) AS expected, CAST(t.due_fen AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
WHERE t.account_id = $1 AND t.due_fen > t.paid_fen
