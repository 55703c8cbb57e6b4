-- Batches that were released and whose files are still to appear.
-- $1 job
SELECT x.batch_no
FROM release x
JOIN run r ON r.run_id = x.run_id
WHERE r.job = $1 AND x.published = 0
ORDER BY x.run_id, x.seq
