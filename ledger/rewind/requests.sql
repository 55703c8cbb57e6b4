-- How many requests and lines are not void, now that some are gone or back.
DELETE FROM request_sum;
INSERT INTO request_sum (account_id, requests)
SELECT account_id, COUNT(*) FROM request WHERE voided_at IS NULL GROUP BY account_id;
UPDATE day_sum SET request_lines = 0;
INSERT INTO day_sum (account_id, day_no, notifications, request_lines)
SELECT account_id, refund_time + 28800000 - (refund_time + 28800000) % 86400000, 0, COUNT(*)
FROM request_line
WHERE voided_at IS NULL
GROUP BY 1, 2
ON CONFLICT (account_id, day_no) DO UPDATE SET request_lines = excluded.request_lines;
DELETE FROM day_sum
WHERE notifications = 0 AND request_lines = 0
