-- $1 prior_id, 0 for what begins with line 1  $2 run_id  $3 account_id  $4 kind  $5 path  $6 first_line  $7 file_day  $8 keys
INSERT INTO source (prior_id, run_id, account_id, kind, path, first_line, file_day, keys,
                    charset, how, extra, lines, accepted, duplicate, rejected, ignored)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', 0, 0, 0, 0, 0, 0)
