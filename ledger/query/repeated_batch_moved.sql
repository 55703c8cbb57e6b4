-- $1 source_id  $2 batch_no  $3 account_id
UPDATE repeated_batch SET source_id = $1 WHERE batch_no = $2 AND account_id = $3
