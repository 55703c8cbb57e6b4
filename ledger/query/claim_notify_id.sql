-- The notify_id of what tells of a claim.
-- $1 trade_no  $2 account_id  $3 batch_no  $4 occurrence  $5 source_id  $6 line_no  $7 capture_no
SELECT COALESCE(c.notify_id, '')
FROM claim_named c
WHERE c.trade_no = $1 AND c.account_id = $2 AND c.batch_no = $3 AND c.occurrence = $4
  AND c.source_id = $5 AND c.line_no = $6 AND c.capture_no = $7
