-- The list of batches and notify_ids follows.
-- $1 account_id
SELECT n.notify_id, n.batch_no, n.digest, n.notify_time, n.source_id, n.line_no, n.capture_no
FROM notification n
WHERE n.account_id = $1 AND (n.batch_no, n.notify_id) IN
