-- $1 job
SELECT run_id, taken_up FROM run WHERE job = $1 AND state = 'started'
