-- The blocks of deliveries that do not say what the deliveries in their lines say.
SELECT COUNT(*)
FROM (SELECT k.source_id
      FROM (SELECT b.source_id, b.block_no, b.batch_no, 1 AS told FROM source_batch b
            UNION ALL
            SELECT d.source_id, (d.line_no - 1) / 64, d.batch_no, -1 FROM capture d GROUP BY 1, 2, 3) k
      GROUP BY k.source_id, k.block_no, k.batch_no
      HAVING CAST(SUM(k.told) AS BIGINT) <> 0
      UNION ALL
      SELECT x.source_id
      FROM (SELECT b.source_id, b.block_no, b.captures, b.extra, b.first_time, b.last_time FROM capture_block b
            EXCEPT
            SELECT d.source_id, (d.line_no - 1) / 64, COUNT(*), CAST(SUM(d.extra) AS BIGINT), MIN(d.notify_time), MAX(d.notify_time)
            FROM capture d
            GROUP BY 1, 2) x) p
