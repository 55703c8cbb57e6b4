-- Every name that can be explained, but those of findings; of lines the paths of their files.
-- $1 account_id
SELECT 'trade' AS kind, o.trade_no AS name FROM order_row o WHERE o.account_id = $1
UNION ALL
SELECT 'trade', t.trade_no FROM trade_total t WHERE t.account_id = $1
UNION ALL
SELECT 'order', o.out_trade_no FROM order_row o WHERE o.account_id = $1
UNION ALL
SELECT 'batch', q.batch_no FROM request q WHERE q.account_id = $1
UNION ALL
SELECT 'batch', n.batch_no FROM notification n WHERE n.account_id = $1
UNION ALL
SELECT 'notification', n.notify_id FROM notification_batch n WHERE n.account_id = $1
UNION ALL
SELECT 'line', s.path FROM source s WHERE s.account_id = $1
