INSERT INTO unasked_batch (account_id, day, batch_no) VALUES
