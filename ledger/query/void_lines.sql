-- Only lines without a result become void.
-- $1 now  $2 batch_no  $3 account_id
UPDATE request_line SET voided_at = $1
WHERE batch_no = $2 AND account_id = $3 AND voided_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = request_line.trade_no AND c.account_id = request_line.account_id
                    AND c.batch_no = request_line.batch_no AND c.occurrence = request_line.occurrence)
