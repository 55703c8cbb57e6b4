-- code: FEE_EXCEEDS_REFUND
-- severity: warning
-- subject: batch and trade
-- when: more fee went back than was refunded
-- zh: 退回的手续费大于退款金额
-- says: a fee of {actual} went back with a refund of {expected}: {amount} more
-- says-zh: 退款 {expected}，退回手续费 {actual}，多 {amount}
-- values: money
-- looks: all
-- since: result
-- ends: dismiss
-- section: contract 4.1, interface 5.2
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.fee_fen - r.amount_fen) AS BIGINT) AS amount_fen,
       CAST(SUM(r.amount_fen) AS TEXT) AS expected, CAST(SUM(r.fee_fen) AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM claim_named r
WHERE r.account_id = $1 AND r.fee_fen > r.amount_fen AND r.code = 'SUCCESS' AND r.fee_code = 'SUCCESS'
  AND NOT EXISTS (SELECT 1 FROM superseded s
                  WHERE s.trade_no = r.trade_no AND s.account_id = r.account_id AND s.batch_no = r.batch_no
                    AND s.occurrence = r.occurrence AND s.source_id = r.source_id AND s.line_no = r.line_no
                    AND s.capture_no = r.capture_no)
GROUP BY r.trade_no, r.batch_no
