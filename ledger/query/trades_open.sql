-- The trades that something is open about: a finding of the job, or a request line
-- without a result. $4 is the run after which findings closed that count.
-- $1 account_id  $2 job  $3 run_id  $4 first run whose closing leaves a finding in
WITH shown (trade_no) AS (
  SELECT t.trade_no FROM trade_total t WHERE t.account_id = $1 AND t.is_open = 1 AND t.unanswered > 0
  UNION
  SELECT f.trade_no FROM finding f
  WHERE f.job = $2 AND f.first_run <= $3 AND f.closed_run IS NULL
  UNION
  SELECT f.trade_no FROM finding f
  WHERE f.job = $2 AND f.first_run <= $3 AND f.closed_run >= $4
