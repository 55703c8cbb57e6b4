-- The batches that a run issued itself.
-- $1 run_id
SELECT q.batch_no, e.run_id, q.refund_time, q.total_fen, e.charset, e.params, e.gateway
FROM emitted e
JOIN request q ON q.batch_no = e.batch_no AND q.account_id = e.account_id
WHERE e.run_id = $1
  AND NOT EXISTS (SELECT 1 FROM release x WHERE x.batch_no = e.batch_no AND x.account_id = e.account_id)
ORDER BY e.seq
