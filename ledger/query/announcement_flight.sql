-- What is in flight: the lines that are not void and have no result.
-- $1 account_id
SELECT COUNT(DISTINCT x.batch_no), CAST(COALESCE(SUM(x.amount_fen), 0) AS BIGINT)
FROM request_line x
WHERE x.account_id = $1 AND x.voided_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM claim m
                  WHERE m.trade_no = x.trade_no AND m.account_id = x.account_id
                    AND m.batch_no = x.batch_no AND m.occurrence = x.occurrence)
