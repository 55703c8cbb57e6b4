-- The first content of a notify_id stands. In the order of the key, rows go in fast.
-- $1 source_id  $2 first line_no  $3 last line_no
INSERT INTO notification (notify_id, account_id, batch_no, digest, notify_time, success_num, successes, source_id, line_no)
SELECT notify_id, account_id, batch_no, digest, notify_time, success_num, successes, source_id, line_no
FROM capture
WHERE source_id = $1 AND line_no >= $2 AND line_no <= $3
ORDER BY notify_id, line_no
ON CONFLICT (notify_id, account_id) DO NOTHING
