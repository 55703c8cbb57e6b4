-- $1 trade_no  $2 account_id  $3 batch_no  $4 occurrence  $5 notify_id
SELECT notify_time FROM claim WHERE trade_no = $1 AND account_id = $2 AND batch_no = $3 AND occurrence = $4 AND notify_id = $5
