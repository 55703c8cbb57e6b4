INSERT INTO capture (source_id, line_no, capture_no, account_id, notify_id, batch_no, digest, notify_time, logged_at, success_num, successes, extra) VALUES
