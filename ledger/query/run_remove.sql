-- $1 run_id, of which nothing is left
DELETE FROM run WHERE run_id = $1 AND state = 'started'
