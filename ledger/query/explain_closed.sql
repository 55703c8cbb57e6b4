-- $1 job  $2 trade_no
SELECT r.as_of, f.code, f.batch_no, f.amount_fen, f.closed_run
FROM finding f
JOIN run r ON r.run_id = f.closed_run
WHERE f.job = $1 AND f.trade_no = $2
ORDER BY r.as_of, f.code, f.batch_no
