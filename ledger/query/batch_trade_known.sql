ON CONFLICT (batch_no, account_id, trade_no) DO NOTHING
