-- What open findings said so far, where this run sees them with other values.
-- $1 run_id  $2 job
INSERT INTO finding_was (trade_no, code, batch_no, notify_id, subject, job, first_run, until_run, place_only,
                         severity, amount_fen, expected, actual, source_id, line_no)
SELECT f.trade_no, f.code, f.batch_no, f.notify_id, f.subject, f.job, f.first_run, $1,
       CASE WHEN n.severity = f.severity AND n.amount_fen IS NOT DISTINCT FROM f.amount_fen
             AND n.expected IS NOT DISTINCT FROM f.expected AND n.actual IS NOT DISTINCT FROM f.actual THEN 1 ELSE 0 END,
       f.severity, f.amount_fen, f.expected, f.actual, f.source_id, f.line_no
FROM finding f
JOIN found n ON n.trade_no = f.trade_no AND n.code = f.code AND n.batch_no = f.batch_no
     AND n.notify_id = f.notify_id AND n.subject = f.subject
WHERE f.job = $2 AND f.closed_run IS NULL
  AND (n.severity <> f.severity OR n.amount_fen IS DISTINCT FROM f.amount_fen
       OR n.expected IS DISTINCT FROM f.expected OR n.actual IS DISTINCT FROM f.actual
       OR n.source_id IS DISTINCT FROM f.source_id OR n.line_no IS DISTINCT FROM f.line_no)
