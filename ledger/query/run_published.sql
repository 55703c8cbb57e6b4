-- $1 directory  $2 run_id
UPDATE run SET state = 'published', directory = $1 WHERE run_id = $2 AND state IN ('committed', 'published')
