-- The list of notify_ids follows.
-- $1 account_id
SELECT n.notify_id, n.batch_no, n.digest, n.notify_time, n.source_id, n.line_no, n.capture_no
FROM notification_batch i
CROSS JOIN notification n
WHERE n.batch_no = i.batch_no AND n.account_id = i.account_id AND n.notify_id = i.notify_id
  AND i.account_id = $1 AND i.notify_id IN
