-- What the notifications and requests say of the lines of a source up to one.
-- $1 source_id  $2 last_line
SELECT CAST(COALESCE(SUM(e.extra), 0) AS BIGINT) AS extra, MIN(e.at) AS first_time, MAX(e.at) AS last_time
FROM (SELECT c.extra, c.notify_time AS at FROM capture c WHERE c.source_id = $1 AND c.line_no <= $2
      UNION ALL
      SELECT 0, r.refund_time FROM request r WHERE r.source_id = $1 AND r.line_no <= $2) e
