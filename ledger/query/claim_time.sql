-- $1 trade_no  $2 account_id  $3 batch_no  $4 occurrence  $5 source_id  $6 line_no  $7 capture_no
SELECT notify_time
FROM claim
WHERE trade_no = $1 AND account_id = $2 AND batch_no = $3 AND occurrence = $4 AND source_id = $5 AND line_no = $6 AND capture_no = $7
