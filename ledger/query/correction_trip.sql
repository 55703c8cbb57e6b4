-- The circuit breaker: a run over its cap issues nothing.
-- $1 run_id
UPDATE correction SET status = 'held', hold = 'ABOVE_CAP' WHERE run_id = $1 AND status <> 'held'
