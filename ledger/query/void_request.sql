-- $1 now  $2 batch_no  $3 account_id
UPDATE request SET voided_at = $1 WHERE batch_no = $2 AND account_id = $3
