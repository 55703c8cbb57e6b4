-- $1 run_id
SELECT CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM correction WHERE run_id = $1 AND status <> 'held' AND act_no = 0
