INSERT INTO claim (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no, notify_time, amount_fen, code, fee_fen, fee_code, dback, rest) VALUES
