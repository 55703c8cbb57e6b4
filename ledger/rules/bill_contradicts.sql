-- code: BILL_CONTRADICTS
-- severity: critical
-- subject: batch and trade
-- holds: yes
-- when: the bill shows a refund whose result is a failure
-- zh: 账单显示已退款，而退款结果为失败
-- says: the bill shows a refund of {amount}, the result is {actual}: the money is gone, refund nothing again before Alipay was asked
-- says-zh: 账单显示已退款 {amount}，结果却为 {actual}：款项已退出，未向支付宝核实前不得再次退款
-- values: text
-- looks: trade
-- since: bill
-- ends: succeeded, dismiss
-- section: contract 3.4 and 4.1
-- $1 account_id
SELECT q.trade_no, q.batch_no, '' AS notify_id, '' AS subject, q.amount_fen,
       'SUCCESS' AS expected, q.failure AS actual,
       NULL AS source_id, NULL AS line_no
FROM (SELECT b.trade_no, b.batch_no, CAST(SUM(b.amount_fen) AS BIGINT) AS amount_fen,
             (SELECT MAX(r.code) FROM result r
              WHERE r.trade_no = b.trade_no AND r.account_id = b.account_id AND r.batch_no = b.batch_no
              HAVING MAX(CASE r.code WHEN 'SUCCESS' THEN 1 ELSE 0 END) = 0) AS failure
      FROM bill_in b
      WHERE b.account_id = $1
      GROUP BY b.trade_no, b.account_id, b.batch_no) q
WHERE q.failure IS NOT NULL
