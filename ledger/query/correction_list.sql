-- $1 run_id
SELECT trade_no, amount_fen, status, hold, batch_no, reason, code FROM correction WHERE run_id = $1 ORDER BY trade_no
