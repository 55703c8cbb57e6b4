-- $1 account_id
DELETE FROM unasked_batch
WHERE account_id = $1 AND batch_no IN (SELECT s.batch_no FROM scope_batch s)
