-- The lines about trades in requests that were captured. The list of trades follows.
-- $1 account_id
SELECT l.trade_no, q.source_id, q.line_no, l.batch_no
FROM request_line l
JOIN request q ON q.batch_no = l.batch_no AND q.account_id = l.account_id
WHERE q.source_id IS NOT NULL AND l.account_id = CAST($1 AS BIGINT) AND l.trade_no IN
