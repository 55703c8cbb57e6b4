-- $1 source_id
SELECT source_id, prior_id, run_id, account_id, kind, path, first_line, charset, how, extra,
       lines, accepted, duplicate, rejected, ignored, first_time, last_time, keys, bare_posts,
       CASE WHEN further IS NULL THEN 1 ELSE 0 END
FROM source
WHERE source_id = $1
