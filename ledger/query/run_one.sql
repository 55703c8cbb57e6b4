-- after: run_columns
-- $1 run_id
WHERE run_id = $1
