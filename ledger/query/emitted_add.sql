-- $1 batch_no  $2 account_id  $3 run_id  $4 seq  $5 charset  $6 gateway  $7 params
INSERT INTO emitted (batch_no, account_id, run_id, seq, charset, gateway, params) VALUES ($1, $2, $3, $4, $5, $6, $7)
