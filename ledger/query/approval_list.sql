-- $1 run_id  $2 digest
SELECT person, approved_at FROM approval WHERE run_id = $1 AND digest = $2 ORDER BY approved_at, person
