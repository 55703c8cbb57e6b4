-- The accounts whose notifications add up to something else.
SELECT COUNT(*)
FROM (SELECT k.account_id
      FROM (SELECT u.account_id, u.notifications, u.stated, u.counted FROM notice_sum u
            UNION ALL
            SELECT n.account_id, -1, -n.success_num, -n.successes FROM notification n) k
      GROUP BY k.account_id
      HAVING CAST(SUM(k.notifications) AS BIGINT) <> 0 OR CAST(SUM(k.stated) AS BIGINT) <> 0 OR CAST(SUM(k.counted) AS BIGINT) <> 0) p
