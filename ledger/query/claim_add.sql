INSERT INTO claim (trade_no, account_id, batch_no, occurrence, notify_id, notify_time, amount_fen, code, fee_fen, fee_code, dback, rest, source_id, line_no) VALUES
