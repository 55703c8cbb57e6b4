-- A re-delivery that was sent earlier than the one that stands.
ON CONFLICT (trade_no, account_id, batch_no, occurrence, notify_id)
DO UPDATE SET notify_time = excluded.notify_time WHERE excluded.notify_time < claim.notify_time
