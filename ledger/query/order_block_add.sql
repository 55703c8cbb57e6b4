INSERT INTO order_block (source_id, block_no, trades) VALUES
