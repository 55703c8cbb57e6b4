-- The notifications of all accounts, in the order of batches. The first columns are those of
-- verify_redeliveries.
SELECT n.batch_no, n.source_id, n.line_no, n.sent_at, n.extra,
       n.account_id, n.notify_id, n.capture_no, n.notify_time, n.success_num, n.successes, n.trades
FROM notification n
ORDER BY n.batch_no
