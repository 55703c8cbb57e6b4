INSERT INTO order_row (trade_no, account_id, source_id, line_no, paid_fen, due_fen, out_trade_no, paid_at, status, refund_reason, seller, paid_day, several) VALUES
