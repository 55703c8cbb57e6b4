-- The place of the last decision.
SELECT COALESCE(MAX(r.commit_no), 0) FROM run r
