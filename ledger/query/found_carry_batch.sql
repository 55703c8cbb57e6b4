-- What the run before saw of the batches that this one does not look at again. A finding
-- that names no batch is about that of its subject. The codes follow, in brackets.
-- $1 holds 0/1  $2 job
INSERT INTO found (code, severity, holds, trade_no, batch_no, notify_id, subject, amount_fen, expected, actual, source_id, line_no)
SELECT f.code, f.severity, $1, f.trade_no, f.batch_no, f.notify_id, f.subject, f.amount_fen, f.expected, f.actual, f.source_id, f.line_no
FROM finding f
WHERE f.job = $2 AND f.closed_run IS NULL
  AND NOT EXISTS (SELECT 1 FROM scope_batch s WHERE s.batch_no = CASE f.batch_no WHEN '' THEN f.subject ELSE f.batch_no END)
  AND f.code IN
