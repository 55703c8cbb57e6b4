-- A run with the number after the last, or after one that is greater.
-- $1 job  $2 account_id  $3 as_of  $4 now  $5 whether it is run, or read for  $6 the least number before it
INSERT INTO run (run_id, job, account_id, as_of, state, started, taken_up)
SELECT MAX(n.run_id) + 1, $1, $2, $3, 'started', $4, $5
FROM (SELECT CAST($6 AS BIGINT) AS run_id UNION ALL SELECT r.run_id FROM run r) n
