INSERT INTO notification_batch (notify_id, account_id, batch_no) VALUES
