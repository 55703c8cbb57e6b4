-- code: ORDER_REJECTED
-- severity: error
-- subject: trade
-- holds: yes
-- when: the newest row of a trade in the exports was rejected
-- zh: 交易在导出中的最新一行被拒绝
-- says: the newest row of this trade does not read: {actual}
-- says-zh: 该交易的最新一行无法读取：{actual}
-- values: text
-- looks: all
-- since: payment
-- ends: dismiss
-- section: contract 3.2 and 4.1
-- $1 account_id
SELECT n.trade_no, '' AS batch_no, '' AS notify_id, '' AS subject, NULL AS amount_fen,
       NULL AS expected, x.reason AS actual, n.source_id, n.line_no
FROM named_trade n
JOIN reject x ON x.source_id = n.source_id AND x.line_no = n.line_no AND x.capture_no = n.capture_no
LEFT JOIN (SELECT DISTINCT k.trade_no, k.account_id, k.source_id, k.line_no
           FROM named_trade k CROSS JOIN order_row o
           WHERE k.account_id = $1 AND k.code = 'ORDER_REJECTED'
             AND o.trade_no = k.trade_no AND o.account_id = k.account_id
             AND (o.source_id, o.line_no) > (k.source_id, k.line_no)) o
       ON o.trade_no = n.trade_no AND o.account_id = n.account_id AND o.source_id = n.source_id AND o.line_no = n.line_no
WHERE n.account_id = $1 AND n.code = 'ORDER_REJECTED' AND o.trade_no IS NULL
  AND NOT EXISTS (SELECT 1 FROM named_trade m
                  WHERE m.trade_no = n.trade_no AND m.account_id = n.account_id AND m.code = 'ORDER_REJECTED'
                    AND (m.source_id, m.line_no) > (n.source_id, n.line_no))
