-- The deliveries of a source up to a line, those that an earlier source has among them, and
-- its notifications whose signature is bad.
-- $1 source_id  $2 last_line
SELECT (SELECT CAST(COALESCE(SUM(b.captures), 0) AS BIGINT)
        FROM capture_block b WHERE b.source_id = $1 AND b.block_no < CAST($2 AS BIGINT) / 64)
       + (SELECT COUNT(*)
          FROM source_batch k
          CROSS JOIN notification n
          WHERE k.source_id = $1 AND k.block_no = CAST($2 AS BIGINT) / 64
            AND n.batch_no = k.batch_no AND n.source_id = k.source_id AND n.line_no > k.block_no * 64 AND n.line_no <= $2)
       + (SELECT COUNT(*)
          FROM source_batch k
          CROSS JOIN redelivery w
          WHERE k.source_id = $1 AND k.block_no = CAST($2 AS BIGINT) / 64
            AND w.batch_no = k.batch_no AND w.source_id = k.source_id AND w.line_no > k.block_no * 64 AND w.line_no <= $2)
       + (SELECT s.known_good FROM source s WHERE s.source_id = $1) AS good,
       (SELECT COUNT(*) FROM reject x WHERE x.source_id = $1 AND x.line_no <= $2 AND x.kind = 'signature') AS bad
