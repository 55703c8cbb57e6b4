ON CONFLICT (batch_no, account_id) DO UPDATE SET source_id = excluded.source_id
