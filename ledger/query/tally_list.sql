-- $1 run_id
SELECT code, severity, opening_count, opening_fen, opened, opened_fen, closed, closed_fen, changed, changed_fen,
       open_count, accepted, trades, amount_fen
FROM run_tally
WHERE run_id = $1
ORDER BY code
