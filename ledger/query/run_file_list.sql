-- $1 run_id
SELECT path, kind, sha256, size, charset, how, extra, unchanged, refused, lines, accepted, duplicate, rejected, ignored, first_time, last_time, unread, left_bytes
FROM run_file
WHERE run_id = $1
ORDER BY seq
