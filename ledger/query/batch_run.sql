-- $1 run_id
SELECT batch_no, run_id, refund_time, total_fen, charset, params, gateway FROM request WHERE origin = 'emitted' AND run_id = $1 ORDER BY seq
