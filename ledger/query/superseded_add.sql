-- Of the claims about one item the latest success is its result, else the latest; in the
-- same moment the one of the greatest notify_id. An answer of a query is no result where a
-- notification is one.
-- $1 source_id
INSERT INTO superseded (trade_no, account_id, batch_no, occurrence, notify_id)
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.notify_id
FROM repeated_batch r
CROSS JOIN batch_trade t
CROSS JOIN claim c
WHERE r.source_id = $1
  AND t.batch_no = r.batch_no AND t.account_id = r.account_id
  AND c.trade_no = t.trade_no AND c.account_id = t.account_id AND c.batch_no = t.batch_no
  AND EXISTS (SELECT 1 FROM claim d
              WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id
                AND d.batch_no = c.batch_no AND d.occurrence = c.occurrence
                AND (CASE SUBSTR(d.notify_id, 1, 7) WHEN 'answer:' THEN 0 ELSE 1 END, CASE d.code WHEN 'SUCCESS' THEN 1 ELSE 0 END, d.notify_time, d.notify_id)
                  > (CASE SUBSTR(c.notify_id, 1, 7) WHEN 'answer:' THEN 0 ELSE 1 END, CASE c.code WHEN 'SUCCESS' THEN 1 ELSE 0 END, c.notify_time, c.notify_id))
