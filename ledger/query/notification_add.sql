INSERT INTO notification (batch_no, account_id, notify_id, digest, notify_time, sent_at, logged_at, success_num, successes, extra, source_id, line_no, capture_no, trades) VALUES
