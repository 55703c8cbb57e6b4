-- The further deliveries of all accounts, in the order of batches.
SELECT r.batch_no, r.source_id, r.line_no, r.notify_time, r.extra
FROM redelivery r
ORDER BY r.batch_no
