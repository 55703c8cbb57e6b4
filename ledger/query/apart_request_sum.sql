-- The accounts that have other requests.
SELECT COUNT(*)
FROM (SELECT k.account_id
      FROM (SELECT u.account_id, u.requests FROM request_sum u
            UNION ALL
            SELECT q.account_id, -1 FROM request q WHERE q.voided_at IS NULL) k
      GROUP BY k.account_id
      HAVING CAST(SUM(k.requests) AS BIGINT) <> 0) p
