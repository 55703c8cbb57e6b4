-- The results of trades, in the order of trade_list, each with the time that orders them.
-- after: trades_all
-- $1 account_id
SELECT n.trade_no, n.batch_no, n.occurrence, n.source_id, n.line_no, n.capture_no, n.notify_time, n.code, n.sent_at
FROM sent_shown n
WHERE n.account_id = $1
ORDER BY n.trade_no
