-- $1 account_id  $2 kind  $3 batch_no  $4 trade_no  $5 notify_id  $6 subject  $7 first_run  $8 code  $9 amount_fen  $10 expected
-- $11 actual  $12 given_fen  $13 seconds_no  $14 undoes_no  $15 needed  $16 person  $17 evidence  $18 file_name  $19 file_sha256
-- $20 said_at  $21 said_day
INSERT INTO act (account_id, kind, batch_no, trade_no, notify_id, subject, first_run, code, amount_fen, expected,
                 actual, given_fen, seconds_no, undoes_no, needed, person, evidence, file_name, file_sha256,
                 said_at, said_day, after_commit, last_source)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
        (SELECT COALESCE(MAX(r.commit_no), 0) FROM run r), (SELECT COALESCE(MAX(s.source_id), 0) FROM source s)
