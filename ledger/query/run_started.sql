-- $1 job
SELECT run_id FROM run WHERE job = $1 AND state = 'started'
