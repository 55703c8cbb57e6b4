-- The earliest day on which a trade was paid, as the exports say that a run knew; 0 for none.
-- $1 account_id  $2 trade_no  $3 last source of the run
SELECT COALESCE(MIN(o.paid_day), 0)
FROM order_row o
WHERE o.account_id = CAST($1 AS BIGINT) AND o.trade_no = CAST($2 AS TEXT) AND o.source_id <= CAST($3 AS BIGINT) AND o.paid_day > 0
