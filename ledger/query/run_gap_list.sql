-- $1 run_id
SELECT pattern FROM run_gap WHERE run_id = $1 ORDER BY seq
