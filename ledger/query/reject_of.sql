-- The rejected lines of a source up to one.
-- $1 source_id  $2 last_line
SELECT line_no, reason
FROM reject
WHERE source_id = $1 AND line_no <= $2
ORDER BY line_no, capture_no
