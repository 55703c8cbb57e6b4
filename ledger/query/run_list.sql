-- after: run_columns
-- $1 job, '' for all
WHERE $1 = '' OR job = $1
ORDER BY run_id
