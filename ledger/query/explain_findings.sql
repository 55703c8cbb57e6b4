-- $1 job  $2 trade_no
SELECT r.as_of, f.code, f.batch_no, f.amount_fen, CASE WHEN f.closed_run IS NULL THEN 1 ELSE 0 END
FROM finding f
JOIN run r ON r.run_id = f.first_run
WHERE f.job = $1 AND f.trade_no = $2
ORDER BY r.as_of, f.code, f.batch_no
