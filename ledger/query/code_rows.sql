-- The effective results by code, and when notifications named it first and last,
-- among them those that a later one has replaced.
-- $1 account_id
SELECT k.code, CAST(SUM(k.claims) AS BIGINT), CAST(SUM(k.amount_fen) AS BIGINT), MIN(k.first_time), MAX(k.last_time)
FROM (SELECT u.code, u.claims, u.amount_fen, u.first_time, u.last_time FROM claim_sum u WHERE u.account_id = $1
      UNION ALL
      SELECT c.code, -1, -c.amount_fen, NULL, NULL
      FROM superseded s
      CROSS JOIN claim c
      WHERE s.account_id = $1
        AND c.trade_no = s.trade_no AND c.account_id = s.account_id AND c.batch_no = s.batch_no
        AND c.occurrence = s.occurrence AND c.notify_id = s.notify_id) k
GROUP BY k.code
HAVING CAST(SUM(k.claims) AS BIGINT) > 0
ORDER BY k.code
