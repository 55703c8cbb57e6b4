-- The batches that notifications of earlier sources name. The list of batch numbers follows.
-- $1 account_id  $2 source_id
SELECT DISTINCT batch_no
FROM notification
WHERE account_id = $1 AND source_id < $2 AND batch_no IN
