-- The proposals of a run, and the batches that those became which were released.
-- $1 run_id
SELECT c.seq, COALESCE(MAX(x.batch_no), '')
FROM correction c
LEFT JOIN release x ON x.run_id = c.run_id AND x.seq = c.seq
WHERE c.run_id = $1 AND c.status = 'proposed'
GROUP BY c.seq
ORDER BY c.seq
