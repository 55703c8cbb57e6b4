-- The batches that were notified and that no request has.
-- after: extent_part
-- $1 account_id
SELECT b.batch_no, (SELECT MIN(k.notify_time) FROM capture k WHERE k.batch_no = b.batch_no AND k.account_id = b.account_id) AS first_time
FROM (SELECT DISTINCT d.batch_no, d.account_id FROM delivery_in d WHERE d.account_id = $1) b
WHERE NOT EXISTS (SELECT 1 FROM request q WHERE q.batch_no = b.batch_no AND q.account_id = b.account_id)
