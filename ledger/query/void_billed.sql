-- How many lines of a batch a bill shows.
-- $1 account_id  $2 batch_no
SELECT COUNT(*)
FROM request_line l
WHERE l.account_id = $1 AND l.batch_no = $2
  AND EXISTS (SELECT 1 FROM bill_refund b
              WHERE b.trade_no = l.trade_no AND b.account_id = l.account_id AND b.batch_no = l.batch_no)
