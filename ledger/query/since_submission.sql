-- The time of the last refund of a trade that was submitted before a run decided.
-- $1 account_id  $2 trade_no  $3 last source of the run  $4 run_id
SELECT MAX(l.refund_time)
FROM request_line l
JOIN request q ON q.batch_no = l.batch_no AND q.account_id = l.account_id
WHERE l.account_id = CAST($1 AS BIGINT) AND l.trade_no = CAST($2 AS TEXT)
  AND (q.source_id <= CAST($3 AS BIGINT)
       OR EXISTS (SELECT 1 FROM emitted e WHERE e.batch_no = l.batch_no AND e.account_id = l.account_id AND e.run_id < CAST($4 AS BIGINT)))
