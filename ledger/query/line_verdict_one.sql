-- $1 source_id  $2 seq
SELECT verdicts
FROM line_verdict
WHERE source_id = $1 AND seq = $2
