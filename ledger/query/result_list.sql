-- Whether there is an order, a line or a request is asked of each result: a server that may
-- take EXISTS for a list reads all orders into one first.
-- after: trades_open
-- $1 account_id
SELECT r.notify_time, r.batch_no, r.trade_no, r.occurrence, r.amount_fen, r.code, r.fee_fen, COALESCE(r.fee_code, ''), r.notify_id,
       r.line_no, (SELECT s.path FROM source s WHERE s.source_id = r.source_id),
       COALESCE((SELECT 1 FROM order_row o WHERE o.trade_no = r.trade_no AND o.account_id = r.account_id LIMIT 1), 0),
       CASE 1 WHEN (SELECT 1 FROM request_line l
                    WHERE l.trade_no = r.trade_no AND l.account_id = r.account_id
                      AND l.batch_no = r.batch_no AND l.occurrence = r.occurrence) THEN 'line'
              WHEN (SELECT 1 FROM request q WHERE q.batch_no = r.batch_no AND q.account_id = r.account_id) THEN 'batch'
              ELSE 'none' END
FROM result_shown r
WHERE r.account_id = $1
ORDER BY r.trade_no, r.batch_no, r.occurrence
