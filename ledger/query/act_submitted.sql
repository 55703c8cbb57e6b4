-- $1 batch_no  $2 account_id
SELECT COUNT(*)
FROM act_in_force a
WHERE a.batch_no = CAST($1 AS TEXT) AND a.account_id = $2 AND a.kind = 'submitted'
