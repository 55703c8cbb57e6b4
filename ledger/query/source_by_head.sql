-- The stretch that begins with this line, of those that were read again the last.
-- $1 head  $2 account_id  $3 kind  $4 first_line
SELECT source_id, prior_id, run_id, account_id, kind, path, first_line, charset, how, extra,
       lines, accepted, duplicate, rejected, ignored, first_time, last_time, keys, bare_posts,
       CASE WHEN further IS NULL THEN 1 ELSE 0 END
FROM source
WHERE head = $1 AND account_id = $2 AND kind = $3 AND first_line = $4
ORDER BY source_id DESC
LIMIT 1
