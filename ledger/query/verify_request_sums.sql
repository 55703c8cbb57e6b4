-- How many requests each account has, as it is carried on (see verify_claim_sums).
SELECT u.account_id, 0, '', u.requests, 0, 0, 0, NULL, NULL
FROM request_sum u
