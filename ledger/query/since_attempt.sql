-- When a trade was refunded or submitted for so many times, one after the other, as far as a
-- run knew: an attempt counts from its request, or from its result where no request is known.
-- $1 last source of the run  $2 account_id  $3 trade_no  $4 attempts before it
SELECT MIN(a.at) AS at
FROM (SELECT l.batch_no, l.occurrence, l.refund_time AS at
      FROM request_line l
      JOIN request q ON q.batch_no = l.batch_no AND q.account_id = l.account_id
      WHERE (q.source_id IS NULL OR q.source_id <= CAST($1 AS BIGINT)) AND l.account_id = CAST($2 AS BIGINT) AND l.trade_no = CAST($3 AS TEXT)
      UNION ALL
      SELECT c.batch_no, c.occurrence, c.notify_time
      FROM claim c
      WHERE c.source_id <= CAST($1 AS BIGINT) AND c.account_id = CAST($2 AS BIGINT) AND c.trade_no = CAST($3 AS TEXT)) a
GROUP BY a.batch_no, a.occurrence
ORDER BY 1, a.batch_no, a.occurrence
LIMIT 1 OFFSET CAST($4 AS BIGINT)
