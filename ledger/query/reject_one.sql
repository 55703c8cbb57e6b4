-- $1 source_id  $2 line_no
SELECT kind, reason
FROM reject
WHERE source_id = $1 AND line_no = $2
