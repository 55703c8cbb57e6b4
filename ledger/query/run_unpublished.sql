-- $1 job
SELECT run_id, job, account_id, as_of, state, started, finished, exit_status, head, inputs, unsigned, policy, commit_no, last_source, directory,
       notifications, results, success_fen, failed_results, orders, paid_fen, requests, request_lines, trades
FROM run
WHERE job = $1 AND state = 'committed'
ORDER BY run_id
