-- $1 account_id  $2 commit_no  $3 trades  $4 answered  $5 succeeded  $6 submitted  $7 refunded_fen  $8 orders  $9 paid_fen
INSERT INTO trade_sum (account_id, commit_no, trades, answered, succeeded, submitted, refunded_fen, orders, paid_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (account_id) DO UPDATE
SET commit_no = excluded.commit_no, trades = excluded.trades, answered = excluded.answered, succeeded = excluded.succeeded,
    submitted = excluded.submitted, refunded_fen = excluded.refunded_fen, orders = excluded.orders, paid_fen = excluded.paid_fen
