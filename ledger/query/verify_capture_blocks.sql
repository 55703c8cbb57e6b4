-- The blocks of deliveries, in their order.
SELECT b.source_id, b.block_no, b.captures, b.extra, b.first_time, b.last_time, b.batches
FROM capture_block b
ORDER BY b.source_id, b.block_no
