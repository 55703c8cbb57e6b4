-- $1 root_id, 0 for a file from its beginning  $2 run_id  $3 account_id  $4 kind  $5 path  $6 start_byte  $7 first_line
INSERT INTO source (root_id, run_id, account_id, kind, path, sha256, start_byte, end_byte, first_line,
                    charset, how, extra, lines, accepted, duplicate, rejected, ignored)
VALUES ($1, $2, $3, $4, $5, '', $6, 0, $7, '', '', 0, 0, 0, 0, 0, 0)
