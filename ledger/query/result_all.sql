-- The effective results of all trades along the key, and whether a request has their batch.
-- $1 account_id
SELECT r.notify_time, r.batch_no, r.trade_no, r.occurrence, r.amount_fen, r.code, r.fee_fen, COALESCE(r.fee_code, ''), r.notify_id,
       r.line_no, r.source_id,
       CASE WHEN EXISTS (SELECT 1 FROM request q WHERE q.batch_no = r.batch_no AND q.account_id = r.account_id) THEN 1 ELSE 0 END
FROM result r
WHERE r.account_id = $1
ORDER BY r.trade_no, r.account_id, r.batch_no, r.occurrence
