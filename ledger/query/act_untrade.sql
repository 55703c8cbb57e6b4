-- The trades of a batch that no claim speaks of any more.
-- $1 account_id  $2 batch_no
DELETE FROM batch_trade
WHERE account_id = $1 AND batch_no = $2
  AND NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = batch_trade.trade_no AND c.account_id = batch_trade.account_id AND c.batch_no = batch_trade.batch_no)
