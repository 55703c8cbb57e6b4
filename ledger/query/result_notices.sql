-- The notifications of an account, with the trades of their items.
-- $1 account_id
SELECT n.notify_id, n.source_id, n.line_no, n.capture_no, n.trades
FROM notification n
WHERE n.account_id = $1
