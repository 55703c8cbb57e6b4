-- $1 notify_id  $2 account_id
SELECT n.digest
FROM notification_batch i
CROSS JOIN notification n
WHERE i.notify_id = $1 AND i.account_id = $2
  AND i.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = $2 AND d.first_id <= $1)
  AND n.batch_no = i.batch_no AND n.account_id = i.account_id AND n.notify_id = i.notify_id
