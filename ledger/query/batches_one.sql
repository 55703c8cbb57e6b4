-- A batch that a request or a notification names.
-- $1 account_id  $2 batch_no
WITH shown (batch_no) AS (
  SELECT q.batch_no FROM request q WHERE q.account_id = $1 AND q.batch_no = $2
  UNION
  SELECT k.batch_no FROM capture k WHERE k.account_id = $1 AND k.batch_no = $2
