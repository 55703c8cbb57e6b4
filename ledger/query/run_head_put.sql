-- $1 head  $2 run_id
UPDATE run SET head = $1 WHERE run_id = $2
