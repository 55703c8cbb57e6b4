-- $1 account_id  $2 from_time  $3 until_time  $4 source_id
INSERT INTO bill_period (account_id, from_time, until_time, source_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, from_time, until_time, source_id) DO NOTHING
