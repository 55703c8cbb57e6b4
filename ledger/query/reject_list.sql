-- A member of an archive is named as such; any other file as the run found it.
-- $1 run_id
SELECT CASE WHEN SUBSTR(s.path, 1, LENGTH(f.path) + 1) = f.path || '/' THEN s.path ELSE f.path END, x.line_no, x.reason
FROM run_file f
JOIN source s ON s.root_id = f.root_id
JOIN reject x ON x.source_id = s.source_id
WHERE f.run_id = $1 AND f.root_id <> 0 AND s.run_id <= f.run_id
ORDER BY f.seq, x.source_id, x.line_no
