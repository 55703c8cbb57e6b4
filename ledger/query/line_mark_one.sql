-- $1 source_id  $2 seq
SELECT marks
FROM line_mark
WHERE source_id = $1 AND seq = $2
