-- $1 run_id  $2 digest  $3 person  $4 now
INSERT INTO approval (run_id, digest, person, approved_at) VALUES ($1, $2, $3, $4)
