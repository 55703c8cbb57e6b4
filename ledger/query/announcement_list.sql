-- $1 job, '' for all
SELECT COALESCE(run_id, 0), job, stage, at, target, attempts, failure
FROM announcement
WHERE $1 = '' OR job = $1
ORDER BY announcement_id
