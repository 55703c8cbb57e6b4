-- $1 notify_time  $2 trade_no  $3 account_id  $4 batch_no  $5 occurrence  $6 source_id  $7 line_no  $8 capture_no
UPDATE claim SET notify_time = $1
WHERE trade_no = $2 AND account_id = $3 AND batch_no = $4 AND occurrence = $5 AND source_id = $6 AND line_no = $7 AND capture_no = $8
