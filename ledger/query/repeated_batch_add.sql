INSERT INTO repeated_batch (batch_no, account_id, source_id) VALUES
