-- The head that a run's own is chained to.
-- $1 run_id
SELECT COALESCE((SELECT head FROM run WHERE state <> 'started' AND run_id <> $1 ORDER BY finished DESC, run_id DESC LIMIT 1), '')
