-- The numbers that anything knows for a day and prefix: requests and notifications of the
-- account, and what the program has issued for any, because batches of two accounts may
-- meet in one folder.
-- $1 account_id  $2 least batch_no  $3 greatest batch_no
SELECT batch_no FROM request WHERE account_id = $1 AND batch_no >= $2 AND batch_no <= $3
UNION
SELECT batch_no FROM notification WHERE account_id = $1 AND batch_no >= $2 AND batch_no <= $3
UNION
SELECT batch_no FROM redelivery WHERE account_id = $1 AND batch_no >= $2 AND batch_no <= $3
UNION
SELECT batch_no FROM emitted WHERE batch_no >= $2 AND batch_no <= $3
