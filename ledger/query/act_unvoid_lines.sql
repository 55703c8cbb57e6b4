-- $1 batch_no  $2 account_id
UPDATE request_line SET voided_at = NULL
WHERE batch_no = $1 AND account_id = $2 AND voided_at IS NOT NULL
