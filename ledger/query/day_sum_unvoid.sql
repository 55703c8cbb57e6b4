-- The lines of a batch that are void no more count on their day again.
-- $1 batch_no  $2 account_id
INSERT INTO day_sum (account_id, day_no, notifications, request_lines)
SELECT l.account_id, l.refund_time + 28800000 - (l.refund_time + 28800000) % 86400000, 0, COUNT(*)
FROM request_line l
WHERE l.voided_at IS NOT NULL AND l.batch_no = $1 AND l.account_id = $2
GROUP BY 1, 2
ON CONFLICT (account_id, day_no) DO UPDATE SET request_lines = day_sum.request_lines + excluded.request_lines
