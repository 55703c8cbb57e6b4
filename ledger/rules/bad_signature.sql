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
SELECT '' AS trade_no, g.batch_no, g.notify_id,
       CAST(g.source_id AS TEXT) || ':' || CAST(g.line_no AS TEXT) AS subject,
       NULL AS amount_fen, NULL AS expected, NULL AS actual, g.source_id, g.line_no
FROM bad_signature g
WHERE g.account_id = $1 AND g.good_in IS NULL
