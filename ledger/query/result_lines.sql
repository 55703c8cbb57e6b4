-- The lines of requests, in the order of the results.
-- $1 account_id
SELECT l.trade_no, l.batch_no, l.occurrence
FROM request_line l
WHERE l.account_id + 0 = $1
ORDER BY l.trade_no, l.account_id, l.batch_no, l.occurrence
