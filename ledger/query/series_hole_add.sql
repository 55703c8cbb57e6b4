-- $1 account_id  $2 kind  $3 pattern  $4 day  $5 run_id
INSERT INTO series_hole (account_id, kind, pattern, day, run_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, kind, pattern, day) DO NOTHING
