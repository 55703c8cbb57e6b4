-- $1 account_id
SELECT notifications, stated, counted FROM notice_sum WHERE account_id = $1
