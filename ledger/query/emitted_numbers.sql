-- The numbers of the batches that the program has issued for an account.
-- $1 account_id
SELECT batch_no FROM emitted WHERE account_id = $1 ORDER BY batch_no
