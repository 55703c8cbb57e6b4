-- What nothing holds is proposed only.
-- $1 run_id
UPDATE correction SET status = 'proposed' WHERE run_id = $1 AND status = 'issued'
