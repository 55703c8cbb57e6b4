-- The circuit breaker: a run over its cap issues nothing but what a person has allowed.
-- $1 run_id
UPDATE correction SET status = 'held', hold = 'ABOVE_CAP' WHERE run_id = $1 AND status <> 'held' AND act_no = 0
