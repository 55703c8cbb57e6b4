-- $1 job  $2 run_id
INSERT INTO finding (trade_no, code, batch_no, notify_id, subject, job, first_run, severity, amount_fen, expected, actual, source_id, line_no)
SELECT n.trade_no, n.code, n.batch_no, n.notify_id, n.subject, $1, $2, n.severity, n.amount_fen, n.expected, n.actual, n.source_id, n.line_no
FROM found n
WHERE NOT EXISTS (SELECT 1 FROM finding f
                  WHERE f.trade_no = n.trade_no AND f.code = n.code AND f.batch_no = n.batch_no
                    AND f.notify_id = n.notify_id AND f.subject = n.subject
                    AND f.job = $1 AND f.closed_run IS NULL)
