-- What the effective results add up to: the claims less those that a later one about
-- the same item has replaced.
-- $1 account_id
SELECT CAST(COALESCE(SUM(k.claims), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE k.code WHEN 'SUCCESS' THEN k.claims ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE k.code WHEN 'SUCCESS' THEN k.amount_fen ELSE 0 END), 0) AS BIGINT)
FROM (SELECT u.code, u.claims, u.amount_fen FROM claim_sum u WHERE u.account_id = $1
      UNION ALL
      SELECT c.code, -1, -c.amount_fen FROM superseded s CROSS JOIN claim c
      WHERE s.account_id = $1
        AND c.trade_no = s.trade_no AND c.account_id = s.account_id AND c.batch_no = s.batch_no
        AND c.occurrence = s.occurrence AND c.notify_id = s.notify_id) k
