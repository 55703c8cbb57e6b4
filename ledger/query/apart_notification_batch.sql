-- The notify_ids whose batch is not that of their notification, and the other way round.
SELECT COUNT(*)
FROM (SELECT k.notify_id
      FROM (SELECT b.notify_id, b.account_id, b.batch_no, 1 AS told FROM notification_batch b
            UNION ALL
            SELECT n.notify_id, n.account_id, n.batch_no, -1 FROM notification n) k
      GROUP BY k.notify_id, k.account_id, k.batch_no
      HAVING CAST(SUM(k.told) AS BIGINT) <> 0) p
