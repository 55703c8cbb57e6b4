-- The run that was decided last.
-- after: run_columns
WHERE commit_no = (SELECT MAX(n.commit_no) FROM run n WHERE n.head <> '')
