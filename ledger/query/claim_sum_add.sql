-- $1 account_id  $2 day_no  $3 code  $4 claims  $5 amount_fen
INSERT INTO claim_sum (account_id, day_no, code, claims, amount_fen) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, day_no, code) DO UPDATE
SET claims = claim_sum.claims + excluded.claims, amount_fen = claim_sum.amount_fen + excluded.amount_fen
