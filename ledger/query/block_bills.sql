-- The refunds of trades on bills. The list of trades follows.
-- $1 account_id
SELECT b.trade_no, b.source_id, b.line_no, b.batch_no, b.finished_at
FROM bill_refund b
WHERE b.account_id = CAST($1 AS BIGINT) AND b.trade_no IN
