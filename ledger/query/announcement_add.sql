-- $1 run_id, NULL for none  $2 job  $3 stage  $4 at  $5 target  $6 attempts  $7 failure
INSERT INTO announcement (run_id, job, stage, at, target, attempts, failure) VALUES ($1, $2, $3, $4, $5, $6, $7)
