-- code: BILL_AMOUNT_MISMATCH
-- severity: critical
-- subject: batch and trade
-- holds: yes
-- when: the bill's amount is not that of the successful result
-- zh: 账单金额与成功的退款结果不一致
-- says: the results say {expected}, the bill {actual}: {amount} apart
-- says-zh: 退款结果为 {expected}，账单为 {actual}，相差 {amount}
-- values: money
-- looks: trade
-- since: bill
-- ends: dismiss
-- section: contract 3.4 and 4.1
-- $1 account_id
SELECT q.trade_no, q.batch_no, '' AS notify_id, '' AS subject,
       ABS(q.billed_fen - q.refunded_fen) AS amount_fen,
       CAST(q.refunded_fen AS TEXT) AS expected, CAST(q.billed_fen AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM (SELECT b.trade_no, b.batch_no, CAST(SUM(b.amount_fen) AS BIGINT) AS billed_fen,
             (SELECT CAST(SUM(r.amount_fen) AS BIGINT) FROM result r
              WHERE r.trade_no = b.trade_no AND r.account_id = b.account_id AND r.batch_no = b.batch_no
                AND r.code = 'SUCCESS') AS refunded_fen
      FROM bill_in b
      WHERE b.account_id = $1
      GROUP BY b.trade_no, b.account_id, b.batch_no) q
WHERE q.billed_fen <> q.refunded_fen
