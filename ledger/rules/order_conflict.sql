-- code: ORDER_CONFLICT
-- severity: error
-- subject: trade
-- holds: yes
-- when: exports disagree on the amount paid, rows of one file on the refund due, a due was lowered and raised again, or rows of one file are for several orders and the job does not say whether each is a part or repeats the whole
-- zh: 不同导出的付款金额不一致，同一文件的应退金额不一致，应退金额调低后又调高，或同一文件的多行对应多个订单而任务未说明各行是部分还是全额
-- says: exports say {expected} and {actual}: {amount} in doubt; if these are equal, rows of one file are for several orders: write into the job same_trade: sum if each row is a part, same_trade: repeat if each repeats the whole
-- says-zh: 导出分别为 {expected} 与 {actual}，存疑 {amount}；若两者相等，则为同一文件的多行对应多个订单：各行为部分时在任务中写 same_trade: sum，各行重复全额时写 same_trade: repeat
-- values: money
-- looks: trade
-- since: payment
-- ends: paid, dismiss
-- section: contract 3.2, 4.1
-- $1 account_id
SELECT t.trade_no, '' AS batch_no, '' AS notify_id, '' AS subject,
       CASE WHEN t.least_fen IS NOT NULL THEN t.greatest_fen - t.least_fen
            WHEN t.due_conflict = 2 AND t.least_due_fen IS NULL THEN t.paid_fen
            ELSE COALESCE(t.greatest_due_fen - t.least_due_fen, 0) END AS amount_fen,
       CAST(COALESCE(t.least_fen, t.least_due_fen, t.due_fen, t.paid_fen) AS TEXT) AS expected,
       CAST(COALESCE(t.greatest_fen, t.greatest_due_fen, t.due_fen, t.paid_fen) AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
WHERE t.account_id = $1 AND (t.least_fen IS NOT NULL OR t.due_conflict > 0)
