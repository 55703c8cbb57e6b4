INSERT INTO redelivery (batch_no, account_id, notify_id, source_id, line_no, capture_no, digest, notify_time, logged_at, success_num, successes, extra) VALUES
