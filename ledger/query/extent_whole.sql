-- What a run looks at that looks at everything. Results are asked for as joins here (see
-- ledger/schema/postgres/0004_keys.sql).
WITH order_in AS (SELECT o.* FROM order_row o WHERE o.source_id NOT IN (SELECT r.source_id FROM replaced_source r)),
     line_in AS (SELECT l.* FROM request_line l),
     claim_in AS (SELECT c.* FROM claim c),
     result_in AS (
       SELECT r.*
       FROM claim_named r
       WHERE NOT EXISTS (SELECT 1 FROM superseded s
                         WHERE s.trade_no = r.trade_no AND s.account_id = r.account_id AND s.batch_no = r.batch_no
                           AND s.occurrence = r.occurrence AND s.source_id = r.source_id AND s.line_no = r.line_no
                           AND s.capture_no = r.capture_no)),
     bill_in AS (SELECT b.* FROM bill_refund b),
     act_in AS (SELECT a.* FROM act_in_force a),
     total_in AS (SELECT t.* FROM trade_total t),
     batch_in AS (
       SELECT r.*
       FROM claim_named r
       WHERE NOT EXISTS (SELECT 1 FROM superseded s
                         WHERE s.trade_no = r.trade_no AND s.account_id = r.account_id AND s.batch_no = r.batch_no
                           AND s.occurrence = r.occurrence AND s.source_id = r.source_id AND s.line_no = r.line_no
                           AND s.capture_no = r.capture_no)),
     delivery_in AS (SELECT k.batch_no, k.account_id FROM capture k),
     redelivery_in AS (SELECT r.* FROM redelivery r),
     answer_in AS (SELECT a.* FROM answer_row a),
     sent_in AS (
       SELECT q.batch_no, q.account_id, q.refund_time,
              (SELECT MIN(k.at)
               FROM (SELECT MIN(n.sent_at) AS at FROM notification n WHERE n.batch_no = q.batch_no AND n.account_id = q.account_id
                     UNION ALL
                     SELECT MIN(r.notify_time) FROM redelivery r WHERE r.batch_no = q.batch_no AND r.account_id = q.account_id) k) AS first_time
       FROM request q),
     named_in AS (
       SELECT q.batch_no FROM request q
       UNION
       SELECT k.batch_no FROM capture k
       UNION
       SELECT a.batch_no FROM answer_row a
       UNION
       SELECT b.batch_no FROM bill_refund b),
     repeated_in AS (
       SELECT c.*
       FROM (SELECT j.value AS trade_no, n.account_id, n.batch_no
             FROM repeated_batch k
             CROSS JOIN notification n
             CROSS JOIN json_each(n.trades) j
             WHERE n.batch_no = k.batch_no AND n.account_id = k.account_id
             UNION
             SELECT a.trade_no, a.account_id, a.batch_no
             FROM repeated_batch k
             CROSS JOIN answer_row a
             WHERE a.batch_no = k.batch_no AND a.account_id = k.account_id) t
       CROSS JOIN claim c
       WHERE c.trade_no = t.trade_no AND c.account_id = t.account_id AND c.batch_no = t.batch_no)
