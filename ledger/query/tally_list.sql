-- $1 run_id
SELECT code, severity, opened, closed, open_count, trades, amount_fen FROM run_tally WHERE run_id = $1 ORDER BY code
