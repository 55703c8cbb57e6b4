INSERT INTO batch_trade (batch_no, account_id, trade_no) VALUES
