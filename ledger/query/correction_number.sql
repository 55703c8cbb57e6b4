-- $1 batch_no, '' for a proposal  $2 seq, from 1  $3 run_id  $4 status  $5 first trade_no  $6 last trade_no
UPDATE correction SET batch_no = $1, seq = $2 WHERE run_id = $3 AND status = $4 AND trade_no >= $5 AND trade_no <= $6
