-- $1 job  $2 trade_no
SELECT r.as_of, f.code, f.batch_no, f.amount_fen, CASE WHEN f.closed_run IS NULL THEN 1 ELSE 0 END, f.first_run,
       COALESCE(s.path, ''), COALESCE(f.line_no, 0), COALESCE(f.expected, ''), f.source_id
FROM finding f
JOIN run r ON r.run_id = f.first_run
LEFT JOIN source s ON s.source_id = f.source_id
WHERE f.job = $1 AND f.trade_no = $2
ORDER BY r.as_of, f.code, f.batch_no
