-- $1 run_id  $2 status  $3 last trade_no  $4 lines
SELECT trade_no, amount_fen, reason
FROM correction
WHERE run_id = $1 AND status = $2 AND trade_no > $3
ORDER BY trade_no
LIMIT $4
