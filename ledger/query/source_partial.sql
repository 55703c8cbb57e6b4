-- What the notifications and requests say of the lines of a source up to one: of whole
-- blocks what they add up to, of the last block its deliveries.
-- $1 source_id  $2 last_line
SELECT CAST(COALESCE(SUM(e.extra), 0) AS BIGINT) AS extra, MIN(e.first_time) AS first_time, MAX(e.last_time) AS last_time
FROM (SELECT b.extra, b.first_time, b.last_time
      FROM capture_block b
      WHERE b.source_id = $1 AND b.block_no < CAST($2 AS BIGINT) / 64
      UNION ALL
      SELECT n.extra, n.sent_at, n.sent_at
      FROM source_batch k
      CROSS JOIN notification n
      WHERE k.source_id = $1 AND k.block_no = CAST($2 AS BIGINT) / 64
        AND n.batch_no = k.batch_no AND n.source_id = k.source_id AND n.line_no > k.block_no * 64 AND n.line_no <= $2
      UNION ALL
      SELECT w.extra, w.notify_time, w.notify_time
      FROM source_batch k
      CROSS JOIN redelivery w
      WHERE k.source_id = $1 AND k.block_no = CAST($2 AS BIGINT) / 64
        AND w.batch_no = k.batch_no AND w.source_id = k.source_id AND w.line_no > k.block_no * 64 AND w.line_no <= $2
      UNION ALL
      SELECT 0, r.refund_time, r.refund_time FROM request r WHERE r.source_id = $1 AND r.line_no <= $2) e
