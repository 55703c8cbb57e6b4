-- $1 digest  $2 account_id  $3 notify_id  $4 batch_no  $5 source_id  $6 line_no
INSERT INTO bad_signature (digest, account_id, notify_id, batch_no, source_id, line_no)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (digest, account_id) DO NOTHING
