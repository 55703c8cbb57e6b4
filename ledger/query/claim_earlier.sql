-- A re-delivery was sent earlier than the accepted one.
-- $1 notify_time  $2 trade_no  $3 account_id  $4 batch_no  $5 occurrence  $6 notify_id
UPDATE claim SET notify_time = $1
WHERE trade_no = $2 AND account_id = $3 AND batch_no = $4 AND occurrence = $5 AND notify_id = $6
