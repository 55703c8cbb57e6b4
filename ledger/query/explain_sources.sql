-- The readings of files whose path ends in a name that have reached a line, the newest first.
-- $1 account_id  $2 path  $3 line_no
SELECT s.source_id, s.path, s.kind, s.first_line, s.run_id
FROM source s
WHERE s.account_id = $1 AND (s.path = $2 OR s.path LIKE '%/' || $2)
  AND s.first_line <= $3 AND $3 < s.first_line + s.lines
ORDER BY s.source_id DESC
