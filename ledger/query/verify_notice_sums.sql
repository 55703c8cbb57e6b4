-- What the notifications of each account add up to, as it is carried on (see verify_claim_sums).
SELECT u.account_id, 0, '', u.notifications, u.stated, u.counted, 0, NULL, NULL
FROM notice_sum u
