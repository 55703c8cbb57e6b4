-- The first time of a trade and batch on the bills that a run knew.
-- $1 account_id  $2 trade_no  $3 batch_no  $4 last source of the run
SELECT MIN(b.finished_at)
FROM bill_refund b
WHERE b.account_id = CAST($1 AS BIGINT) AND b.trade_no = CAST($2 AS TEXT) AND b.batch_no = CAST($3 AS TEXT) AND b.source_id <= CAST($4 AS BIGINT)
