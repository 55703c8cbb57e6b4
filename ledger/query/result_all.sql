-- The effective results of all trades along the key, and whether a request has their batch;
-- the notify_id of those that no notification tells of. With the account as it is the engine
-- sorts the rows of each trade anew.
-- $1 account_id
SELECT r.notify_time, r.batch_no, r.trade_no, r.occurrence, r.amount_fen, r.code, r.fee_fen, COALESCE(r.fee_code, ''),
       CASE WHEN r.witness IS NULL THEN '' ELSE COALESCE(r.notify_id, '') END,
       r.line_no, r.source_id,
       CASE WHEN EXISTS (SELECT 1 FROM request q WHERE q.batch_no = r.batch_no AND q.account_id = r.account_id) THEN 1 ELSE 0 END,
       r.capture_no
FROM result r
WHERE r.account_id + 0 = $1
ORDER BY r.trade_no, r.account_id, r.batch_no, r.occurrence
