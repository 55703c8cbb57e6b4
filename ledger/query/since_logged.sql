-- When the lines of a forged notification were logged, as the log says. What they state is not
-- Alipay's.
-- $1 source_id  $2 line_no
SELECT MIN(g.logged_at)
FROM bad_signature g
WHERE g.source_id = CAST($1 AS BIGINT) AND g.line_no = CAST($2 AS BIGINT)
