-- The list of batch numbers follows.
-- $1 account_id
SELECT DISTINCT batch_no
FROM notification_batch
WHERE account_id = $1 AND batch_no IN
