-- What the lines of requests add up to, by batch.
-- $1 account_id
SELECT x.batch_no, COUNT(*), CAST(SUM(x.amount_fen) AS BIGINT),
       CAST(SUM(CASE WHEN x.voided_at IS NULL AND NOT EXISTS
                     (SELECT 1 FROM claim m WHERE m.trade_no = x.trade_no AND m.account_id = x.account_id
                        AND m.batch_no = x.batch_no AND m.occurrence = x.occurrence) THEN 1 ELSE 0 END) AS BIGINT)
FROM request_line x
WHERE x.account_id = $1
GROUP BY x.batch_no
ORDER BY x.batch_no
