-- $1 batch_no  $2 account_id  $3 digest  $4 refund_time  $5 line_count  $6 total_fen
INSERT INTO request (batch_no, account_id, origin, digest, refund_time, line_count, total_fen, faults)
VALUES ($1, $2, 'emitted', $3, $4, $5, $6, '')
