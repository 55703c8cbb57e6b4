-- $1 run_id
SELECT r.commit_no FROM run r WHERE r.run_id = $1
