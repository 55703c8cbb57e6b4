-- The last run of the job before one.
-- after: run_columns
-- $1 job  $2 run_id
WHERE job = $1 AND run_id < $2 AND state <> 'started'
ORDER BY run_id DESC
LIMIT 1
