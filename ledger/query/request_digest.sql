-- $1 batch_no  $2 account_id
SELECT digest FROM request WHERE batch_no = $1 AND account_id = $2
