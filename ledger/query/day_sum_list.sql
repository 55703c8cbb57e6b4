-- $1 account_id
SELECT day_no, notifications, request_lines FROM day_sum WHERE account_id = $1 AND (notifications <> 0 OR request_lines <> 0) ORDER BY day_no
