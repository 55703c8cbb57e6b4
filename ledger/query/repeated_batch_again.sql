ON CONFLICT (batch_no, account_id) DO NOTHING
