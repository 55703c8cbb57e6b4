-- What a run looks at that carries on from the one before: the trades in scope_trade
-- and the batches in scope_batch. CROSS JOIN says what is read first.
WITH order_in AS (SELECT o.* FROM scope_trade s CROSS JOIN order_row o
                  WHERE o.trade_no = s.trade_no AND o.source_id NOT IN (SELECT r.source_id FROM replaced_source r)),
     line_in AS (SELECT l.* FROM scope_trade s CROSS JOIN request_line l WHERE l.trade_no = s.trade_no),
     claim_in AS (SELECT c.* FROM scope_trade s CROSS JOIN claim c WHERE c.trade_no = s.trade_no),
     result_in AS (SELECT r.* FROM scope_trade s CROSS JOIN result r WHERE r.trade_no = s.trade_no),
     bill_in AS (SELECT b.* FROM scope_trade s CROSS JOIN bill_refund b WHERE b.trade_no = s.trade_no),
     act_in AS (SELECT a.* FROM scope_trade s CROSS JOIN act_in_force a WHERE a.trade_no = s.trade_no),
     total_in AS (SELECT t.* FROM scope_trade s CROSS JOIN trade_total t WHERE t.trade_no = s.trade_no),
     batch_in AS (
       SELECT r.*
       FROM (SELECT j.value AS trade_no, n.account_id, n.batch_no
             FROM scope_batch s CROSS JOIN notification n CROSS JOIN json_each(n.trades) j WHERE n.batch_no = s.batch_no
             UNION
             SELECT a.trade_no, a.account_id, a.batch_no FROM scope_batch s CROSS JOIN answer_row a WHERE a.batch_no = s.batch_no) t
       CROSS JOIN result r
       WHERE r.trade_no = t.trade_no AND r.account_id = t.account_id AND r.batch_no = t.batch_no),
     delivery_in AS (
       SELECT n.batch_no, n.account_id FROM scope_batch s CROSS JOIN notification n WHERE n.batch_no = s.batch_no
       UNION ALL
       SELECT r.batch_no, r.account_id FROM scope_batch s CROSS JOIN redelivery r WHERE r.batch_no = s.batch_no),
     redelivery_in AS (SELECT r.* FROM scope_batch s CROSS JOIN redelivery r WHERE r.batch_no = s.batch_no),
     answer_in AS (SELECT a.* FROM scope_batch s CROSS JOIN answer_row a WHERE a.batch_no = s.batch_no),
     sent_in AS (
       SELECT q.batch_no, q.account_id, q.refund_time,
              (SELECT MIN(k.at)
               FROM (SELECT MIN(n.sent_at) AS at FROM notification n WHERE n.batch_no = q.batch_no AND n.account_id = q.account_id
                     UNION ALL
                     SELECT MIN(r.notify_time) FROM redelivery r WHERE r.batch_no = q.batch_no AND r.account_id = q.account_id) k) AS first_time
       FROM scope_batch s
       CROSS JOIN request q
       WHERE q.batch_no = s.batch_no),
     named_in AS (SELECT s.batch_no FROM scope_batch s),
     repeated_in AS (
       SELECT c.*
       FROM scope_trade s
       CROSS JOIN claim c
       WHERE c.trade_no = s.trade_no
         AND EXISTS (SELECT 1 FROM repeated_batch k WHERE k.batch_no = c.batch_no AND k.account_id = c.account_id))
