-- $1 batch_no  $2 account_id  $3 digest  $4 refund_time  $5 line_count  $6 total_fen  $7 faults  $8 source_id  $9 line_no  $10 bad_signature
-- $11 it asks for no notification 0/1
INSERT INTO request (batch_no, account_id, origin, digest, refund_time, line_count, total_fen, faults, source_id, line_no, bad_signature, unnotified)
VALUES ($1, $2, 'captured', $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (batch_no, account_id) DO NOTHING
