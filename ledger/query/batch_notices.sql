-- What the notifications add up to, by batch.
-- $1 account_id
SELECT z.batch_no, CAST(SUM(z.success_num) AS BIGINT), CAST(SUM(z.successes) AS BIGINT), COUNT(*),
       MIN(z.notify_time), MAX(z.notify_time)
FROM notification z
WHERE z.account_id = $1
GROUP BY z.batch_no
ORDER BY z.batch_no
