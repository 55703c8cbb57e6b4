-- $1 source_id  $2 line_no  $3 capture_no  $4 account_id  $5 kind  $6 notify_id  $7 batch_no  $8 reason
INSERT INTO reject (source_id, line_no, capture_no, account_id, kind, notify_id, batch_no, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
