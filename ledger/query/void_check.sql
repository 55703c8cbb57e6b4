-- $1 batch_no  $2 account_id
SELECT refund_time, voided_at FROM request WHERE batch_no = $1 AND account_id = $2
