-- $1 account_id  $2 batch_no  $3 notify_id
DELETE FROM superseded
WHERE account_id = $1 AND batch_no = $2 AND notify_id = $3
