-- $1 run_id  $2 trade_no
SELECT trade_no, amount_fen, status, hold, batch_no, reason, code, born_day, act_no, seq FROM correction WHERE run_id = $1 AND trade_no = $2
