-- $1 account_id
SELECT commit_no, trades, answered, succeeded, submitted, refunded_fen, orders, paid_fen,
       attested, attested_failed, attested_fen, elsewhere_fen
FROM trade_sum
WHERE account_id = $1
