-- $1 account_id  $2 trades  $3 answered  $4 succeeded  $5 submitted  $6 refunded_fen  $7 orders  $8 paid_fen
-- $9 requests  $10 run_id
INSERT INTO trade_sum (account_id, trades, answered, succeeded, submitted, refunded_fen, orders, paid_fen, requests, commit_no)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, n.commit_no FROM run n WHERE n.run_id = $10
ON CONFLICT (account_id) DO UPDATE
SET trades = excluded.trades, answered = excluded.answered, succeeded = excluded.succeeded, submitted = excluded.submitted,
    refunded_fen = excluded.refunded_fen, orders = excluded.orders, paid_fen = excluded.paid_fen, requests = excluded.requests,
    commit_no = excluded.commit_no
