-- $1 account_id  $2 day_no  $3 code  $4 claims  $5 amount_fen  $6 fee_back_fen  $7 fee_failed_fen  $8 first_time  $9 last_time, NULL for none
INSERT INTO claim_sum (account_id, day_no, code, claims, amount_fen, fee_back_fen, fee_failed_fen, first_time, last_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (account_id, day_no, code) DO UPDATE
SET claims = claim_sum.claims + excluded.claims, amount_fen = claim_sum.amount_fen + excluded.amount_fen,
    fee_back_fen = claim_sum.fee_back_fen + excluded.fee_back_fen, fee_failed_fen = claim_sum.fee_failed_fen + excluded.fee_failed_fen,
    first_time = CASE WHEN claim_sum.first_time < excluded.first_time THEN claim_sum.first_time ELSE COALESCE(excluded.first_time, claim_sum.first_time) END,
    last_time = CASE WHEN claim_sum.last_time > excluded.last_time THEN claim_sum.last_time ELSE COALESCE(excluded.last_time, claim_sum.last_time) END
