-- The days and codes whose claims add up to something else.
SELECT COUNT(*)
FROM (SELECT x.code
      FROM (SELECT u.account_id, u.day_no, u.code, u.claims, u.amount_fen, u.fee_back_fen, u.fee_failed_fen, u.first_time, u.last_time FROM claim_sum u WHERE u.claims <> 0
            EXCEPT
            SELECT c.account_id, c.notify_time + 28800000 - (c.notify_time + 28800000) % 86400000 AS day_no, c.code,
                   COUNT(*), CAST(SUM(c.amount_fen) AS BIGINT),
                   CAST(SUM(CASE c.fee_code WHEN 'SUCCESS' THEN c.fee_fen ELSE 0 END) AS BIGINT),
                   CAST(SUM(CASE c.fee_code WHEN 'SUCCESS' THEN 0 ELSE COALESCE(c.fee_fen, 0) END) AS BIGINT), MIN(c.notify_time), MAX(c.notify_time)
            FROM claim c
            GROUP BY 1, 2, 3) x
      UNION ALL
      SELECT y.code
      FROM (SELECT c.account_id, c.notify_time + 28800000 - (c.notify_time + 28800000) % 86400000 AS day_no, c.code,
                   COUNT(*), CAST(SUM(c.amount_fen) AS BIGINT),
                   CAST(SUM(CASE c.fee_code WHEN 'SUCCESS' THEN c.fee_fen ELSE 0 END) AS BIGINT),
                   CAST(SUM(CASE c.fee_code WHEN 'SUCCESS' THEN 0 ELSE COALESCE(c.fee_fen, 0) END) AS BIGINT), MIN(c.notify_time), MAX(c.notify_time)
            FROM claim c
            GROUP BY 1, 2, 3
            EXCEPT
            SELECT u.account_id, u.day_no, u.code, u.claims, u.amount_fen, u.fee_back_fen, u.fee_failed_fen, u.first_time, u.last_time FROM claim_sum u WHERE u.claims <> 0) y) p
