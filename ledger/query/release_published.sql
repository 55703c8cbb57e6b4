-- $1 account_id  $2 batch_no
UPDATE release SET published = 1 WHERE account_id = $1 AND batch_no = $2
