-- The lines of a batch of ours that are in flight again. A trade whose other line is in
-- flight has that one here.
-- $1 account_id  $2 batch_no
INSERT INTO open_line (trade_no, account_id, batch_no)
SELECT l.trade_no, l.account_id, l.batch_no
FROM emitted e
CROSS JOIN request_line l
WHERE e.account_id = $1 AND e.batch_no = $2
  AND l.batch_no = e.batch_no AND l.account_id = e.account_id AND l.voided_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = l.trade_no AND c.account_id = l.account_id
                    AND c.batch_no = l.batch_no AND c.occurrence = l.occurrence)
ORDER BY l.trade_no
ON CONFLICT (trade_no, account_id) DO NOTHING
