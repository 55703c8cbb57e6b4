-- code: BILL_UNKNOWN
-- severity: error
-- subject: batch and trade
-- holds: yes
-- when: the bill shows a refund without any result, past the grace
-- zh: 账单显示已退款，超过等待时间仍没有任何结果
-- says: the bill shows a refund of {amount} that no notification told of: lost, or made by hand
-- says-zh: 账单显示已退款 {amount}，但没有任何通知：通知丢失，或为手工退款
-- values: text
-- looks: open
-- since: bill
-- ends: dismiss
-- section: contract 3.4 and 4.1
-- threshold: result_grace
-- $1 account_id  $2 as_of - result_grace
SELECT b.trade_no, b.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(b.amount_fen) AS BIGINT) AS amount_fen, NULL AS expected, NULL AS actual,
       NULL AS source_id, NULL AS line_no
FROM trade_total t
CROSS JOIN bill_refund b
WHERE t.account_id = $1 AND t.is_open = 1 AND t.unclaimed > 0
  AND b.trade_no = t.trade_no AND b.account_id = t.account_id AND b.finished_at < $2
  AND NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = b.trade_no AND c.account_id = b.account_id AND c.batch_no = b.batch_no)
GROUP BY b.trade_no, b.batch_no
