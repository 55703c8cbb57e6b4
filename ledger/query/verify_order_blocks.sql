-- The blocks of exports, in their order.
SELECT b.source_id, b.block_no, b.trades
FROM order_block b
ORDER BY b.source_id, b.block_no
