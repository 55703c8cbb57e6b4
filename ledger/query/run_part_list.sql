-- $1 run_id
SELECT path, source_id, last_line
FROM run_part
WHERE run_id = $1
ORDER BY seq, part
