-- $1 account_id  $2 notifications  $3 stated  $4 counted
INSERT INTO notice_sum (account_id, notifications, stated, counted) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO UPDATE
SET notifications = notice_sum.notifications + excluded.notifications, stated = notice_sum.stated + excluded.stated,
    counted = notice_sum.counted + excluded.counted
