-- The place of the next run in the order of decisions.
SELECT COALESCE(MAX(commit_no), 0) + 1 FROM run
