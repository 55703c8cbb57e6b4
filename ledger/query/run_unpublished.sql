-- after: run_columns
-- $1 job
WHERE job = $1 AND state = 'committed'
ORDER BY run_id
