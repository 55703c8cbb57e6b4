-- The batches in which the answers of a source say again what another claim says.
-- $1 source_id
INSERT INTO repeated_batch (batch_no, account_id, source_id)
SELECT DISTINCT a.batch_no, a.account_id, a.source_id
FROM answer_row a
CROSS JOIN claim_named d
WHERE a.source_id = $1
  AND d.trade_no = a.trade_no AND d.account_id = a.account_id AND d.batch_no = a.batch_no
  AND d.occurrence = a.occurrence AND d.notify_id <> a.answer_id
ORDER BY a.batch_no
ON CONFLICT (batch_no, account_id) DO UPDATE SET source_id = excluded.source_id
