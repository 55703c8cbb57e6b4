-- What an act attested is said no more.
-- $1 notify_id  $2 account_id  $3 batch_no
DELETE FROM claim
WHERE notify_id = $1 AND account_id = $2 AND batch_no = $3
  AND trade_no IN (SELECT b.trade_no FROM batch_trade b WHERE b.batch_no = $3 AND b.account_id = $2)
