INSERT INTO notification (notify_id, account_id, batch_no, digest, notify_time, success_num, successes, source_id, line_no, capture_no) VALUES
