-- Days in Shanghai, which is 8 hours ahead of UTC all year.
-- $1 account_id
SELECT d.day_no, COUNT(*), CAST(SUM(d.succeeded) AS BIGINT), CAST(SUM(d.refunded_fen) AS BIGINT)
FROM (SELECT (r.notify_time + 28800000 - (r.notify_time + 28800000) % 86400000) AS day_no,
             CASE r.code WHEN 'SUCCESS' THEN 1 ELSE 0 END AS succeeded,
             CASE r.code WHEN 'SUCCESS' THEN r.amount_fen ELSE 0 END AS refunded_fen
      FROM result r
      WHERE r.account_id = $1) d
GROUP BY d.day_no
ORDER BY d.day_no
