-- The error codes that a batch's lines answer.
-- $1 run_id  $2 batch_no
SELECT DISTINCT code FROM correction WHERE run_id = $1 AND batch_no = $2 AND code <> '' ORDER BY code
