-- $1 account_id
SELECT CAST(COALESCE(SUM(answered), 0) AS BIGINT), CAST(COALESCE(SUM(refunded_fen), 0) AS BIGINT),
       CAST(COALESCE(SUM(answered - succeeded), 0) AS BIGINT),
       COUNT(paid_fen), CAST(COALESCE(SUM(paid_fen), 0) AS BIGINT),
       CAST(COALESCE(SUM(submitted), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE WHEN answered + submitted > 0 THEN 1 ELSE 0 END), 0) AS BIGINT)
FROM trade_total
WHERE account_id = $1
