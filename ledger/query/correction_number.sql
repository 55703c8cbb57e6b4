-- $1 batch_no  $2 run_id  $3 first trade_no  $4 last trade_no
UPDATE correction SET batch_no = $1 WHERE run_id = $2 AND status = 'issued' AND trade_no >= $3 AND trade_no <= $4
