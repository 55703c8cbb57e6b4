-- What was rejected in a line.
-- $1 source_id  $2 line_no
SELECT capture_no, kind, notify_id, batch_no, reason
FROM reject
WHERE source_id = $1 AND line_no = $2
ORDER BY capture_no
