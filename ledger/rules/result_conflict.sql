-- code: RESULT_CONFLICT
-- severity: critical
-- subject: batch and trade
-- holds: yes
-- when: notifications, or answers of queries, disagree on the amount or result of one item
-- zh: 不同通知或查询应答对同一笔退款的金额或结果不一致
-- says: notifications or answers of queries say {expected} and {actual}; {amount} is at stake
-- says-zh: 通知或查询应答分别为 {expected} 与 {actual}；涉及金额 {amount}
-- values: text
-- looks: trade
-- since: result
-- ends: dismiss
-- section: contract 3.4b and 4.1
-- $1 account_id
SELECT i.trade_no, i.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(i.spread_fen) AS BIGINT) AS amount_fen, MIN(i.least_code) AS expected, MAX(i.greatest_code) AS actual,
       NULL AS source_id, NULL AS line_no
FROM (SELECT c.trade_no, c.batch_no, c.occurrence,
             CASE WHEN MIN(c.code) <> MAX(c.code) THEN MAX(c.amount_fen) ELSE MAX(c.amount_fen) - MIN(c.amount_fen) END AS spread_fen,
             MIN(c.code) AS least_code, MAX(c.code) AS greatest_code
      FROM repeated_in c
      WHERE c.account_id = $1 AND c.witness IS DISTINCT FROM 'act'
      GROUP BY c.trade_no, c.batch_no, c.occurrence
      HAVING MIN(c.amount_fen) <> MAX(c.amount_fen) OR MIN(c.code) <> MAX(c.code)) i
GROUP BY i.trade_no, i.batch_no
