-- code: MALFORMED_RESULT
-- severity: error
-- subject: notification and item
-- holds: yes
-- when: an item of result_details does not parse
-- zh: 结果明细中有一项无法解析
-- says: {actual}
-- says-zh: {actual}
-- values: text
-- looks: all
-- since: notification
-- ends: dismiss
-- section: contract 4.1, interface 5.2
-- $1 account_id
SELECT '' AS trade_no, m.batch_no, m.notify_id, CAST(m.item_no AS TEXT) AS subject,
       NULL AS amount_fen, NULL AS expected, m.reason AS actual, m.source_id, m.line_no
FROM malformed_item m
WHERE m.account_id = $1
