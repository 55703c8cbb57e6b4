-- code: BILL_MISSING
-- severity: error
-- subject: batch and trade
-- when: a result says SUCCESS, and no bill shows the refund though bills cover the 25 hours up to its notify_time
-- zh: 结果为成功，而覆盖通知时间前 25 小时的账单中没有该笔退款
-- says: the result says {amount} was refunded; the bills of that time do not show it
-- says-zh: 结果显示已退款 {amount}，但该时段的账单中没有
-- values: text
-- looks: trade
-- since: result
-- ends: dismiss
-- section: contract 3.4, 3.4b and 4.1, interface 6.1
-- $1 account_id
SELECT r.trade_no, r.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(r.amount_fen) AS BIGINT) AS amount_fen, NULL AS expected, NULL AS actual,
       NULL AS source_id, NULL AS line_no
FROM account a
CROSS JOIN result_in r
CROSS JOIN bill_cover p
WHERE a.account_id = $1 AND CASE WHEN EXISTS (SELECT 1 FROM bill_cover) THEN 1 ELSE 0 END = 1
  AND r.account_id = a.account_id AND r.code = 'SUCCESS'
  AND r.witness IS NULL
  AND p.account_id = r.account_id AND p.until_time > r.notify_time
  AND p.from_time = (SELECT MAX(m.from_time) FROM bill_cover m
                     WHERE m.account_id = r.account_id AND m.from_time <= r.notify_time - 90000000)
  AND NOT EXISTS (SELECT 1 FROM bill_refund b
                  WHERE b.trade_no = r.trade_no AND b.account_id = r.account_id AND b.batch_no = r.batch_no)
GROUP BY r.trade_no, r.batch_no
