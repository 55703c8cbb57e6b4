-- after: run_columns
-- $1 job
WHERE job = $1 AND state <> 'started'
ORDER BY run_id DESC
LIMIT 1
