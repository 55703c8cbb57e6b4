-- What the effective results add up to, by batch.
-- $1 account_id
SELECT y.batch_no, CAST(SUM(CASE y.code WHEN 'SUCCESS' THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE y.code WHEN 'SUCCESS' THEN y.amount_fen ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE y.code WHEN 'SUCCESS' THEN 0 ELSE 1 END) AS BIGINT)
FROM result y
WHERE y.account_id = $1
GROUP BY y.batch_no
ORDER BY y.batch_no
