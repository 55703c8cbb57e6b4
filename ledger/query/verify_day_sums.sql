-- How many notifications and request lines each day has, as it is carried on (see verify_claim_sums).
SELECT u.account_id, u.day_no, '', u.notifications, u.request_lines, 0, 0, NULL, NULL
FROM day_sum u
