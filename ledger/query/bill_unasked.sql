-- Refunds in bills that have neither a request nor a result.
-- $1 account_id
SELECT b.finished_at, b.trade_no
FROM trade_total t
CROSS JOIN bill_refund b
WHERE t.account_id = $1 AND t.is_open = 1 AND t.unclaimed > 0
  AND b.trade_no = t.trade_no AND b.account_id = t.account_id
  AND NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = b.trade_no AND c.account_id = b.account_id AND c.batch_no = b.batch_no)
  AND NOT EXISTS (SELECT 1 FROM request_line l
                  WHERE l.trade_no = b.trade_no AND l.account_id = b.account_id AND l.batch_no = b.batch_no)
ORDER BY b.finished_at, b.trade_no
