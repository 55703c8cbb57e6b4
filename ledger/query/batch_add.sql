-- $1 batch_no  $2 account_id  $3 digest  $4 refund_time  $5 line_count  $6 total_fen  $7 run_id  $8 seq  $9 charset  $10 params  $11 gateway
INSERT INTO request (batch_no, account_id, origin, digest, refund_time, line_count, total_fen, faults, run_id, seq, charset, params, gateway)
VALUES ($1, $2, 'emitted', $3, $4, $5, $6, '', $7, $8, $9, $10, $11)
