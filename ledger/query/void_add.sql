-- $1 batch_no  $2 account_id  $3 now  $4 person  $5 evidence  $6 line_count
INSERT INTO batch_void (batch_no, account_id, voided_at, person, evidence, line_count) VALUES ($1, $2, $3, $4, $5, $6)
