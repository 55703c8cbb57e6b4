-- The request lines that are not void.
SELECT l.account_id, l.refund_time
FROM request_line l
WHERE l.voided_at IS NULL
