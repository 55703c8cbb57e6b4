-- $1 account_id
SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT) FROM request_sum WHERE account_id = $1
