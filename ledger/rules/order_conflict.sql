-- code: ORDER_CONFLICT
-- severity: error
-- subject: trade
-- holds: yes
-- when: exports disagree on the amount paid, rows of one file on the refund due or are for several orders, or a due was lowered and raised again
-- zh: 不同导出的付款金额不一致，同一文件的应退金额不一致或多行对应多个订单，或应退金额调低后又调高
-- says: exports say {expected} and {actual}: {amount} apart, or rows of one file may be for several orders
-- says-zh: 导出分别为 {expected} 与 {actual}，相差 {amount}，或同一文件的多行对应多个订单
-- values: money
-- looks: trade
-- section: contract 3.2, 4.1
-- $1 account_id
SELECT t.trade_no, '' AS batch_no, '' AS notify_id, '' AS subject,
       CASE WHEN t.least_fen <> t.greatest_fen THEN t.greatest_fen - t.least_fen ELSE COALESCE(t.greatest_due_fen - t.least_due_fen, 0) END AS amount_fen,
       CAST(CASE WHEN t.least_fen <> t.greatest_fen THEN t.least_fen ELSE COALESCE(t.least_due_fen, t.least_fen) END AS TEXT) AS expected,
       CAST(CASE WHEN t.least_fen <> t.greatest_fen THEN t.greatest_fen ELSE COALESCE(t.greatest_due_fen, t.greatest_fen) END AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
WHERE t.account_id = $1 AND (t.least_fen <> t.greatest_fen OR t.due_conflict = 1)
