-- The list of notify_ids follows.
-- $1 account_id
SELECT notify_id, batch_no, digest, notify_time, source_id, line_no, capture_no
FROM notification
WHERE account_id = $1 AND notify_id IN
