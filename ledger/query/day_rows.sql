-- The effective results by day in Shanghai.
-- $1 account_id
SELECT k.day_no, CAST(SUM(k.claims) AS BIGINT),
       CAST(SUM(CASE k.code WHEN 'SUCCESS' THEN k.claims ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE k.code WHEN 'SUCCESS' THEN k.amount_fen ELSE 0 END) AS BIGINT),
       CAST(SUM(k.fee_back_fen) AS BIGINT), CAST(SUM(k.fee_failed_fen) AS BIGINT)
FROM result_sum k
WHERE k.account_id = $1
GROUP BY k.day_no
HAVING CAST(SUM(k.claims) AS BIGINT) > 0
ORDER BY k.day_no
