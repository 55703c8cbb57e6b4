-- When the lines of a forged notification were logged, as the log says, else when they were
-- read. What they state is not Alipay's.
-- $1 source_id  $2 line_no
SELECT COALESCE(MIN(g.logged_at), MIN(r.as_of))
FROM bad_signature g
JOIN source s ON s.source_id = g.source_id
JOIN run r ON r.run_id = s.run_id
WHERE g.source_id = CAST($1 AS BIGINT) AND g.line_no = CAST($2 AS BIGINT)
