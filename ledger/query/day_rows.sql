-- Days in Shanghai, which is 8 hours ahead of UTC all year.
-- $1 account_id
SELECT k.day_no, CAST(SUM(k.claims) AS BIGINT),
       CAST(SUM(CASE k.code WHEN 'SUCCESS' THEN k.claims ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE k.code WHEN 'SUCCESS' THEN k.amount_fen ELSE 0 END) AS BIGINT)
FROM (SELECT u.code, u.day_no, u.claims, u.amount_fen FROM claim_sum u WHERE u.account_id = $1
      UNION ALL
      SELECT c.code, c.notify_time + 28800000 - (c.notify_time + 28800000) % 86400000, -1, -c.amount_fen
      FROM superseded s
      CROSS JOIN claim c
      WHERE s.account_id = $1
        AND c.trade_no = s.trade_no AND c.account_id = s.account_id AND c.batch_no = s.batch_no
        AND c.occurrence = s.occurrence AND c.notify_id = s.notify_id) k
GROUP BY k.day_no
HAVING CAST(SUM(k.claims) AS BIGINT) > 0
ORDER BY k.day_no
