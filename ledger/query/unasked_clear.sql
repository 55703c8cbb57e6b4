-- $1 account_id
DELETE FROM unasked_batch WHERE account_id = $1
