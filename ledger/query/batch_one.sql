-- $1 batch_no  $2 account_id
SELECT batch_no, run_id, refund_time, total_fen, charset, params, gateway FROM request WHERE batch_no = $1 AND account_id = $2
