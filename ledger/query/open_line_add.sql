-- The lines of a batch of ours. A trade has one at most.
-- $1 account_id  $2 batch_no
INSERT INTO open_line (trade_no, account_id, batch_no)
SELECT l.trade_no, l.account_id, l.batch_no
FROM request_line l
WHERE l.account_id = $1 AND l.batch_no = $2
ORDER BY l.trade_no
