-- How often notifications were delivered, by batch.
-- $1 account_id
SELECT w.batch_no, COUNT(*)
FROM capture w
WHERE w.account_id = $1
GROUP BY w.batch_no
ORDER BY w.batch_no
