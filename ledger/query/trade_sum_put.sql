-- $1 account_id  $2 commit_no  $3 trades  $4 answered  $5 succeeded  $6 submitted  $7 refunded_fen  $8 orders  $9 paid_fen
-- $10 attested  $11 attested_failed  $12 attested_fen  $13 elsewhere_fen
INSERT INTO trade_sum (account_id, commit_no, trades, answered, succeeded, submitted, refunded_fen, orders, paid_fen,
                       attested, attested_failed, attested_fen, elsewhere_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (account_id) DO UPDATE
SET commit_no = excluded.commit_no, trades = excluded.trades, answered = excluded.answered, succeeded = excluded.succeeded,
    submitted = excluded.submitted, refunded_fen = excluded.refunded_fen, orders = excluded.orders, paid_fen = excluded.paid_fen,
    attested = excluded.attested, attested_failed = excluded.attested_failed, attested_fen = excluded.attested_fen,
    elsewhere_fen = excluded.elsewhere_fen
