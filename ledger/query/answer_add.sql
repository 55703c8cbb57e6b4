INSERT INTO answer_row (source_id, line_no, item_no, account_id, trade_no, batch_no, occurrence, answer_id, counted_at, amount_fen, code, fee_fen, fee_code, dback, rest) VALUES
