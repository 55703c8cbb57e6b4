-- $1 notify_time  $2 notify_id  $3 account_id
UPDATE notification SET notify_time = $1 WHERE notify_id = $2 AND account_id = $3 AND notify_time > $1
