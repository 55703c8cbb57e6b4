-- code: BAD_SIGNATURE
-- severity: critical
-- subject: notification
-- holds: yes
-- when: a notification's signature does not verify, is missing, or is of another type than the account's
-- zh: 通知签名验证失败、缺失或类型不符
-- says: the signature is not Alipay's; notify_id and batch_no are as it claims them
-- says-zh: 签名不是支付宝的；notify_id 与 batch_no 为其自称
-- values: text
-- looks: all
-- section: contract 4.1, interface 7
-- $1 account_id
SELECT '' AS trade_no, b.batch_no, b.notify_id,
       CAST(b.source_id AS TEXT) || ':' || CAST(b.line_no AS TEXT) AS subject,
       NULL AS amount_fen, NULL AS expected, NULL AS actual, b.source_id, b.line_no
FROM bad_signature b
WHERE b.account_id = $1
