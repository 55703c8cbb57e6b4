-- How many corrections of a run nothing holds.
-- $1 run_id
SELECT COUNT(*) FROM correction WHERE run_id = $1 AND status = 'issued'
