-- $1 account_id
INSERT INTO trade_total (trade_no, account_id, refunded_fen, succeeded, answered)
SELECT r.trade_no, r.account_id,
       CAST(SUM(CASE r.code WHEN 'SUCCESS' THEN r.amount_fen ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE r.code WHEN 'SUCCESS' THEN 1 ELSE 0 END) AS BIGINT),
       COUNT(*)
FROM result r
WHERE r.account_id = $1
GROUP BY r.trade_no, r.account_id
ON CONFLICT (trade_no, account_id)
DO UPDATE SET refunded_fen = excluded.refunded_fen, succeeded = excluded.succeeded, answered = excluded.answered
