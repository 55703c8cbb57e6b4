-- $1 account_id  $2 batch_no
SELECT person FROM release WHERE account_id = $1 AND batch_no = $2
