-- What is known of runs: the statement that goes on picks some.
SELECT run_id, job, account_id, as_of, state, started, finished, exit_status, head, inputs, unsigned, policy, commit_no, last_source, directory,
       notifications, results, success_fen, failed_results, orders, paid_fen, requests, request_lines, trades, fee_back_fen, fee_failed_fen,
       too_much_trades, too_much_fen, twice_trades, twice_fen, ready_trades, ready_fen, held_trades, held_fen, unknown_trades, unknown_fen,
       attested, attested_failed, attested_fen, elsewhere_fen, taken_up, proof
FROM run
