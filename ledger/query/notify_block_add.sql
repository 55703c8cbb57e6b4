INSERT INTO notify_block (account_id, first_id, batches) VALUES
