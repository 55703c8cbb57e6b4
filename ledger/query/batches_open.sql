-- The batches that something is open about: a finding of the job, or a line without
-- a result. The totals are those before the run's own batches.
-- $1 account_id  $2 job  $3 run_id  $4 first run whose closing leaves a finding in
WITH shown (batch_no) AS (
  SELECT l.batch_no
  FROM trade_total t
  CROSS JOIN request_line l
  WHERE t.account_id = $1 AND t.is_open = 1 AND t.unanswered > 0
    AND l.trade_no = t.trade_no AND l.account_id = t.account_id AND l.voided_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM claim m
                    WHERE m.trade_no = l.trade_no AND m.account_id = l.account_id
                      AND m.batch_no = l.batch_no AND m.occurrence = l.occurrence)
  UNION
  SELECT f.batch_no FROM finding f
  WHERE f.job = $2 AND f.first_run <= $3 AND f.closed_run IS NULL
  UNION
  SELECT e.batch_no FROM emitted e WHERE e.run_id = $3
  UNION
  SELECT f.batch_no FROM finding f
  WHERE f.job = $2 AND f.first_run <= $3 AND f.closed_run >= $4
