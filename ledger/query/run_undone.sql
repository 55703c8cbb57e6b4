-- The first run of any job that was decided and whose files are still to be written.
SELECT run_id, job FROM run WHERE state = 'committed' ORDER BY run_id LIMIT 1
