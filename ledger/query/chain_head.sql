-- The head of the chain of runs; none before the first. A run that is being decided has none.
SELECT COALESCE((SELECT r.head FROM run r WHERE r.commit_no = (SELECT MAX(n.commit_no) FROM run n WHERE n.head <> '')), '')
