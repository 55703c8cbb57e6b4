-- The batch of each notify_id, as it is carried on.
SELECT b.notify_id, b.account_id, b.batch_no
FROM notification_batch b
