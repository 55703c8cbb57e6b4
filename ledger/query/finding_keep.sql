-- $1 job
UPDATE finding
SET amount_fen = n.amount_fen, expected = n.expected, actual = n.actual, severity = n.severity,
    source_id = n.source_id, line_no = n.line_no
FROM found n
WHERE n.trade_no = finding.trade_no AND n.code = finding.code AND n.batch_no = finding.batch_no
  AND n.notify_id = finding.notify_id AND n.subject = finding.subject
  AND finding.job = $1 AND finding.closed_run IS NULL
