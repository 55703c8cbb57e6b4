-- $1 account_id  $2 day_no  $3 notifications  $4 request_lines
INSERT INTO day_sum (account_id, day_no, notifications, request_lines) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, day_no) DO UPDATE
SET notifications = day_sum.notifications + excluded.notifications, request_lines = day_sum.request_lines + excluded.request_lines
