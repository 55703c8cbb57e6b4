-- A run that is about to have another number stands in nobody's way.
-- $1 run_id
UPDATE run SET job = '' WHERE run_id = $1 AND state = 'started'
