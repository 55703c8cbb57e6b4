-- The head that a run's own is chained to, and the place of that decision.
-- $1 run_id
SELECT COALESCE((SELECT p.head FROM run p WHERE p.commit_no = r.commit_no - 1), ''), r.commit_no - 1
FROM run r
WHERE r.run_id = $1
