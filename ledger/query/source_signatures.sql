-- The deliveries of a source up to a line, those that an earlier source has among them, and its notifications whose signature is bad.
-- $1 source_id  $2 last_line
SELECT (SELECT COUNT(*) FROM capture c WHERE c.source_id = $1 AND c.line_no <= $2)
       + (SELECT s.known_good FROM source s WHERE s.source_id = $1) AS good,
       (SELECT COUNT(*) FROM reject x WHERE x.source_id = $1 AND x.line_no <= $2 AND x.kind = 'signature') AS bad
