-- $1 account_id
SELECT COUNT(*), CAST(COALESCE(SUM(answered), 0) AS BIGINT), CAST(COALESCE(SUM(succeeded), 0) AS BIGINT),
       CAST(COALESCE(SUM(submitted), 0) AS BIGINT), CAST(COALESCE(SUM(refunded_fen), 0) AS BIGINT)
FROM trade_total
WHERE account_id = $1 AND answered + submitted > 0
