-- code: OVER_REFUND_EXPOSURE
-- severity: error
-- subject: trade
-- when: more will have been refunded than is due or was paid, if what is in flight succeeds
-- zh: 在途退款若成功，退款总额将超过应退或付款金额
-- says: refunded and in flight {actual}, due {expected}: {amount} too much if all of it succeeds
-- says-zh: 应退 {expected}，已退与在途合计 {actual}，若全部成功将多退 {amount}
-- values: money
-- looks: trade
-- since: submission
-- ends: succeeded, failed, void
-- section: contract 4.1, interface 4.4
-- $1 account_id
SELECT t.trade_no, '' AS batch_no, '' AS notify_id, '' AS subject,
       t.refunded_fen + t.pending_fen - COALESCE(t.owed_fen, t.paid_fen - t.elsewhere_fen) AS amount_fen,
       CAST(COALESCE(t.owed_fen, t.paid_fen - t.elsewhere_fen) AS TEXT) AS expected, CAST(t.refunded_fen + t.pending_fen AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
WHERE t.account_id = $1 AND t.refunded_fen <= COALESCE(t.owed_fen, t.paid_fen - t.elsewhere_fen)
  AND t.refunded_fen + t.pending_fen > COALESCE(t.owed_fen, t.paid_fen - t.elsewhere_fen)
