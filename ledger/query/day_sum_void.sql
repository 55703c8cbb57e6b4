-- The lines of a batch that became void count on no day.
-- $1 now  $2 batch_no  $3 account_id
INSERT INTO day_sum (account_id, day_no, notifications, request_lines)
SELECT l.account_id, l.refund_time + 28800000 - (l.refund_time + 28800000) % 86400000, 0, -COUNT(*)
FROM request_line l
WHERE l.voided_at = $1 AND l.batch_no = $2 AND l.account_id = $3
GROUP BY 1, 2
ON CONFLICT (account_id, day_no) DO UPDATE SET request_lines = day_sum.request_lines + excluded.request_lines
