-- The numbers of the batches that the program has issued, with their partners.
SELECT a.partner, e.batch_no FROM emitted e JOIN account a ON a.account_id = e.account_id
