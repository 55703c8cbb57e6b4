-- Every source of the files whose last read stretch ends in this content.
-- $1 account_id  $2 kind  $3 sha256
SELECT source_id, root_id, run_id, account_id, kind, path, sha256, start_byte, end_byte, first_line,
       charset, how, extra, lines, accepted, duplicate, rejected, ignored, first_time, last_time
FROM source
WHERE root_id IN (SELECT s.root_id FROM source s WHERE s.account_id = $1 AND s.kind = $2 AND s.sha256 = $3)
ORDER BY source_id
