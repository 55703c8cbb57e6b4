-- code: MISSING_RESULT
-- severity: error
-- subject: batch and trade
-- when: a request line has no result past the grace
-- zh: 请求明细超过等待时间仍没有结果
-- says: no result for {amount}; silence is no failure, ask Alipay before any new attempt{and actual}
-- says-zh: {amount} 没有结果；没有通知不等于失败，再次退款前须向支付宝核实{and actual}
-- values: text
-- looks: open
-- since: request
-- ends: succeeded, failed, void
-- section: contract 4.1, interface 6.1
-- threshold: result_grace
-- $1 account_id  $2 as_of - result_grace
SELECT l.trade_no, l.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(l.amount_fen) AS BIGINT) AS amount_fen, NULL AS expected,
       (SELECT CASE q.unnotified WHEN 1 THEN 'it was sent without notify_url, so it will never be answered' END
        FROM request q
        WHERE q.batch_no = l.batch_no AND q.account_id = l.account_id) AS actual,
       NULL AS source_id, NULL AS line_no
FROM trade_total t
CROSS JOIN request_line l
WHERE t.account_id = $1 AND t.is_open = 1 AND t.unanswered > 0
  AND l.trade_no = t.trade_no AND l.account_id = t.account_id AND l.refund_time < $2 AND l.voided_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = l.trade_no AND c.account_id = l.account_id
                    AND c.batch_no = l.batch_no AND c.occurrence = l.occurrence)
GROUP BY l.trade_no, l.batch_no, l.account_id
