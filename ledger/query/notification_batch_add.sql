INSERT INTO notification_batch (batch_no, account_id, notify_id) VALUES
