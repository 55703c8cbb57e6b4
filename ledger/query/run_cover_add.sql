-- $1 run_id  $2 from_day  $3 until_day  $4 bill  $5 submissions  $6 covered  $7 why
INSERT INTO run_cover (run_id, from_day, until_day, bill, submissions, covered, why) VALUES ($1, $2, $3, $4, $5, $6, $7)
