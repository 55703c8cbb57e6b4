-- $1 account_id
SELECT CAST(COALESCE(SUM(success_num), 0) AS BIGINT), CAST(COALESCE(SUM(successes), 0) AS BIGINT)
FROM notification
WHERE account_id = $1
