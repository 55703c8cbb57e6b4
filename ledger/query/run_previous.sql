-- The last run of the job before one.
-- $1 job  $2 run_id
SELECT run_id, job, account_id, as_of, state, started, finished, exit_status, head, inputs, unsigned, policy, commit_no, last_source, directory,
       notifications, results, success_fen, failed_results, orders, paid_fen, requests, request_lines, trades
FROM run
WHERE job = $1 AND run_id < $2 AND state <> 'started'
ORDER BY run_id DESC
LIMIT 1
