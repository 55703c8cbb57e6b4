-- $1 run_id  $2 the run_id before
UPDATE series_hole SET run_id = $1 WHERE run_id = $2
