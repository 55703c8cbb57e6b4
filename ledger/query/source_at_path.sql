-- $1 account_id  $2 kind  $3 path
SELECT source_id, root_id, run_id, account_id, kind, path, sha256, start_byte, end_byte, first_line,
       charset, how, extra, lines, accepted, duplicate, rejected, ignored, first_time, last_time
FROM source
WHERE account_id = $1 AND kind = $2 AND path = $3
ORDER BY source_id DESC
LIMIT 1
