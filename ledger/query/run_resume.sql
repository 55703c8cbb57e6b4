-- $1 account_id  $2 as_of  $3 now  $4 run_id
UPDATE run SET account_id = $1, as_of = $2, started = $3, taken_up = 1 WHERE run_id = $4
