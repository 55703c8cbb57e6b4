-- $1 source_id  $2 line_no  $3 account_id  $4 kind  $5 notify_id  $6 batch_no  $7 reason
INSERT INTO reject (source_id, line_no, account_id, kind, notify_id, batch_no, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)
