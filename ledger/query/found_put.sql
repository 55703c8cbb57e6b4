INSERT INTO found (code, severity, holds, trade_no, batch_no, notify_id, subject, amount_fen, expected, actual, source_id, line_no) VALUES
