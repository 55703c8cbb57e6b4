-- By how much the bills show more refunded of a trade in a batch than its results.
-- $1 account_id  $2 trade_no  $3 batch_no
SELECT (SELECT CAST(COALESCE(SUM(b.amount_fen), 0) AS BIGINT) FROM bill_refund b
        WHERE b.account_id = $1 AND b.trade_no = $2 AND b.batch_no = $3)
     - (SELECT CAST(COALESCE(SUM(r.amount_fen), 0) AS BIGINT) FROM result r
        WHERE r.account_id = $1 AND r.trade_no = $2 AND r.batch_no = $3 AND r.code = 'SUCCESS')
