-- code: REQUEST_INVALID
-- severity: error
-- subject: batch
-- when: a captured request breaks a rule of the interface that can be seen in it alone
-- zh: 退款请求违反接口规则
-- says: {actual}
-- says-zh: {actual}
-- values: text
-- looks: all
-- since: request
-- ends: dismiss
-- section: contract 4.1, interface 4.2 to 4.4
-- $1 account_id
SELECT '' AS trade_no, q.batch_no, '' AS notify_id, '' AS subject, NULL AS amount_fen,
       NULL AS expected, q.faults AS actual, q.source_id, q.line_no
FROM request q
WHERE q.account_id = $1 AND q.faults <> ''
