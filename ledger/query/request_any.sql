-- $1 batch_no
SELECT EXISTS (SELECT 1 FROM request q WHERE q.batch_no = $1)
