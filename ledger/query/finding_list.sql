-- The findings of a job as one run saw them, and those that closed in it.
-- $1 run_id  $2 job
SELECT f.code, f.severity, f.trade_no, f.batch_no, f.notify_id, f.subject, f.amount_fen, f.expected, f.actual,
       f.source_id, f.line_no, f.first_run, r.as_of,
       CASE WHEN f.closed_run = $1 THEN 'closed' WHEN f.first_run = $1 THEN 'new' ELSE 'open' END AS status
FROM finding f
JOIN run r ON r.run_id = f.first_run
WHERE f.job = $2 AND f.first_run <= $1 AND (f.closed_run IS NULL OR f.closed_run >= $1)
ORDER BY CASE f.severity WHEN 'critical' THEN 0 WHEN 'error' THEN 1 ELSE 2 END,
         f.code, f.trade_no, f.batch_no, f.notify_id, f.source_id, f.line_no, f.subject
