-- $1 account_id
SELECT r.code, COUNT(*), CAST(SUM(r.amount_fen) AS BIGINT), MIN(r.notify_time), MAX(r.notify_time)
FROM result r
WHERE r.account_id = $1
GROUP BY r.code
ORDER BY r.code
