-- $1 run_id
SELECT from_day, until_day, bill, submissions, covered, why FROM run_cover WHERE run_id = $1 ORDER BY from_day
