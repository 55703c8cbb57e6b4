ON CONFLICT (account_id, first_id) DO UPDATE SET batches = excluded.batches
