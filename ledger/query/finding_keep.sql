-- $1 run_id  $2 job
UPDATE finding
SET amount_fen = n.amount_fen, expected = n.expected, actual = n.actual, severity = n.severity,
    source_id = n.source_id, line_no = n.line_no
FROM found n
JOIN finding_was w ON w.trade_no = n.trade_no AND w.code = n.code AND w.batch_no = n.batch_no
     AND w.notify_id = n.notify_id AND w.subject = n.subject AND w.until_run = $1
WHERE n.trade_no = finding.trade_no AND n.code = finding.code AND n.batch_no = finding.batch_no
  AND n.notify_id = finding.notify_id AND n.subject = finding.subject
  AND w.job = finding.job AND w.first_run = finding.first_run
  AND finding.job = $2 AND finding.closed_run IS NULL
