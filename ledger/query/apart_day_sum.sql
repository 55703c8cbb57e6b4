-- The days that have other notifications or request lines.
SELECT COUNT(*)
FROM (SELECT k.account_id
      FROM (SELECT u.account_id, u.day_no, u.notifications, u.request_lines FROM day_sum u
            UNION ALL
            SELECT n.account_id, n.notify_time + 28800000 - (n.notify_time + 28800000) % 86400000, -1, 0 FROM notification n
            UNION ALL
            SELECT l.account_id, l.refund_time + 28800000 - (l.refund_time + 28800000) % 86400000, 0, -1 FROM request_line l WHERE l.voided_at IS NULL) k
      GROUP BY k.account_id, k.day_no
      HAVING CAST(SUM(k.notifications) AS BIGINT) <> 0 OR CAST(SUM(k.request_lines) AS BIGINT) <> 0) p
