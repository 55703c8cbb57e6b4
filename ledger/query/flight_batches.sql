-- The first batches in which a trade is in flight.
-- $1 trade_no  $2 account_id
SELECT DISTINCT l.batch_no
FROM request_line l
WHERE l.trade_no = CAST($1 AS TEXT) AND l.account_id = $2 AND l.voided_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = l.trade_no AND c.account_id = l.account_id
                    AND c.batch_no = l.batch_no AND c.occurrence = l.occurrence)
ORDER BY l.batch_no
LIMIT 4
