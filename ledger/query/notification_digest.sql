-- $1 notify_id  $2 account_id
SELECT digest
FROM notification
WHERE notify_id = $1 AND account_id = $2
