-- What the claims of each day and code add up to, as it is carried on: the columns of every
-- statement verify_…_sums.
SELECT u.account_id, u.day_no, u.code, u.claims, u.amount_fen, u.fee_back_fen, u.fee_failed_fen, u.first_time, u.last_time
FROM claim_sum u
WHERE u.claims <> 0
