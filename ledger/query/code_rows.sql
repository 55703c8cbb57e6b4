-- The effective results by code, and when notifications named it first and last,
-- among them those that a later one has replaced.
-- $1 account_id
SELECT k.code, CAST(SUM(k.claims) AS BIGINT), CAST(SUM(k.amount_fen) AS BIGINT), MIN(k.first_time), MAX(k.last_time)
FROM result_sum k
WHERE k.account_id = $1
GROUP BY k.code
HAVING CAST(SUM(k.claims) AS BIGINT) > 0
ORDER BY k.code
