INSERT INTO request_line (trade_no, account_id, batch_no, occurrence, amount_fen, refund_time, reason) VALUES
