-- The days of batches with lines in flight.
-- $1 account_id
SELECT DISTINCT SUBSTR(l.batch_no, 1, 8) FROM open_line l WHERE l.account_id = $1
