-- $1 run_id  $2 job
UPDATE finding SET closed_run = $1
WHERE job = $2 AND closed_run IS NULL
  AND NOT EXISTS (SELECT 1 FROM found n
                  WHERE n.trade_no = finding.trade_no AND n.code = finding.code AND n.batch_no = finding.batch_no
                    AND n.notify_id = finding.notify_id AND n.subject = finding.subject)
