-- code: UNDER_REFUND
-- severity: error
-- subject: trade
-- when: less was refunded, or is in flight, than is due
-- zh: 已退与在途金额少于应退金额
-- says: refunded and in flight {actual}, due {expected}: {amount} too little
-- says-zh: 应退 {expected}，已退与在途合计 {actual}，少退 {amount}
-- values: money
-- looks: trade
-- since: payment
-- ends: elsewhere
-- section: contract 4.1
-- $1 account_id
SELECT t.trade_no, '' AS batch_no, '' AS notify_id, '' AS subject,
       t.owed_fen - t.refunded_fen - t.pending_fen AS amount_fen,
       CAST(t.owed_fen AS TEXT) AS expected, CAST(t.refunded_fen + t.pending_fen AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
WHERE t.account_id = $1 AND t.owed_fen > t.refunded_fen + t.pending_fen
