INSERT INTO malformed_item (source_id, line_no, capture_no, item_no, account_id, notify_id, batch_no, reason) VALUES
