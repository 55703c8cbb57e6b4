-- $1 run_id
SELECT trade_no, amount_fen, status, hold, batch_no, reason, code, born_day, act_no, seq FROM correction WHERE run_id = $1 ORDER BY trade_no
