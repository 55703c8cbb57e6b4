-- code: ORDER_CONFLICT
-- severity: error
-- subject: trade
-- holds: yes
-- when: exports disagree on the amount paid
-- zh: 不同导出的付款金额不一致
-- says: exports say {expected} and {actual}: {amount} apart
-- says-zh: 导出分别为 {expected} 与 {actual}，相差 {amount}
-- values: money
-- looks: trade
-- section: contract 4.1
-- $1 account_id
SELECT t.trade_no, '' AS batch_no, '' AS notify_id, '' AS subject,
       t.greatest_fen - t.least_fen AS amount_fen,
       CAST(t.least_fen AS TEXT) AS expected, CAST(t.greatest_fen AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
WHERE t.account_id = $1 AND t.least_fen <> t.greatest_fen
