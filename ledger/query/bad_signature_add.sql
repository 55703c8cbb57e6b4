-- What was good with other keys, and is bad again, counts as new.
-- $1 digest  $2 account_id  $3 notify_id  $4 batch_no  $5 source_id  $6 line_no  $7 capture_no  $8 logged_at  $9 doubt_from  $10 doubt_until
INSERT INTO bad_signature (digest, account_id, notify_id, batch_no, source_id, line_no, capture_no, logged_at, doubt_from, doubt_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (digest, account_id) DO UPDATE
SET good_in = NULL WHERE bad_signature.good_in IS NOT NULL
