-- How often notifications were delivered again, by batch.
-- $1 account_id
SELECT w.batch_no, COUNT(*)
FROM redelivery w
WHERE w.account_id = $1
GROUP BY w.batch_no
ORDER BY w.batch_no
