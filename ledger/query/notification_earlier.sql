-- $1 notify_time  $2 batch_no  $3 account_id  $4 notify_id
UPDATE notification SET notify_time = $1 WHERE batch_no = $2 AND account_id = $3 AND notify_id = $4 AND notify_time > $1
