-- What the effective results add up to.
-- $1 account_id
SELECT CAST(COALESCE(SUM(k.claims), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE k.code WHEN 'SUCCESS' THEN k.claims ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE k.code WHEN 'SUCCESS' THEN k.amount_fen ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(SUM(k.fee_back_fen), 0) AS BIGINT), CAST(COALESCE(SUM(k.fee_failed_fen), 0) AS BIGINT)
FROM result_sum k
WHERE k.account_id = $1
