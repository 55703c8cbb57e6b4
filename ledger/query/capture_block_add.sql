INSERT INTO capture_block (source_id, block_no, captures, extra, first_time, last_time, batches) VALUES
