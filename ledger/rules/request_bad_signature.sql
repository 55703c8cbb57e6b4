-- code: REQUEST_BAD_SIGNATURE
-- severity: critical
-- subject: batch
-- holds: yes
-- when: the signature of a captured request does not verify with the account's key
-- zh: 退款请求的签名无法用账户密钥验证
-- says: {actual}; its lines of {amount} count as in flight all the same
-- says-zh: {actual}；其明细 {amount} 仍按在途计算
-- values: text
-- looks: all
-- since: request
-- ends: dismiss
-- section: contract 3.3 and 4.1, interface 7
-- $1 account_id
SELECT '' AS trade_no, q.batch_no, '' AS notify_id, '' AS subject, q.total_fen AS amount_fen,
       NULL AS expected, q.bad_signature AS actual, q.source_id, q.line_no
FROM request q
WHERE q.account_id = $1 AND q.bad_signature <> '' AND q.good_in IS NULL
