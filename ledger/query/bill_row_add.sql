INSERT INTO bill_row (source_id, line_no, account_id, trade_no, batch_no, finished_at, amount_fen) VALUES
