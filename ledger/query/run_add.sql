-- $1 job  $2 account_id  $3 as_of  $4 now
INSERT INTO run (job, account_id, as_of, state, started) VALUES ($1, $2, $3, 'started', $4)
