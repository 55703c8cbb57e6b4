-- What an act has attested.
-- $1 batch_no  $2 account_id  $3 notify_id
SELECT c.notify_time, c.amount_fen, c.code
FROM batch_trade b
CROSS JOIN claim c
WHERE b.batch_no = $1 AND b.account_id = $2
  AND c.trade_no = b.trade_no AND c.account_id = b.account_id AND c.batch_no = b.batch_no AND c.notify_id = $3
