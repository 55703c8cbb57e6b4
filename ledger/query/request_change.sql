-- By how many the requests that are not void have changed: those that are new, less
-- those of before that were voided since.
-- $1 account_id  $2 last source of the run before  $3 its place in the order of decisions
WITH fresh (batch_no) AS (
  SELECT q.batch_no FROM source s CROSS JOIN request q WHERE s.account_id = $1 AND s.source_id > $2 AND q.source_id = s.source_id
  UNION
  SELECT e.batch_no FROM run n CROSS JOIN emitted e WHERE n.commit_no >= $3 AND e.run_id = n.run_id AND e.account_id = $1
  UNION
  SELECT x.batch_no FROM release x WHERE x.account_id = $1 AND x.after_commit >= $3)
SELECT (SELECT COUNT(*) FROM fresh f CROSS JOIN request q
        WHERE q.batch_no = f.batch_no AND q.account_id = $1 AND q.voided_at IS NULL)
     - (SELECT COUNT(*) FROM batch_void v
        WHERE v.account_id = $1 AND v.after_commit >= $3 AND v.batch_no NOT IN (SELECT f.batch_no FROM fresh f))
