-- Every finding of a job that ever was, by what its name is made of, and the run that
-- closed it, 0 for none.
-- $1 job
SELECT f.code, f.trade_no, f.batch_no, f.notify_id, f.subject, f.first_run, COALESCE(f.closed_run, 0)
FROM finding f
WHERE f.job = $1
ORDER BY f.first_run, f.code, f.trade_no, f.batch_no, f.notify_id, f.subject
