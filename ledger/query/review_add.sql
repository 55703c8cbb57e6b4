-- What a person said of a finding, for the values that it has.
-- $1 after_run  $2 decision  $3 owner  $4 comment  $5 tick  $6 until_time  $7 person  $8 imported_at
-- $9 trade_no  $10 code  $11 batch_no  $12 notify_id  $13 subject  $14 job  $15 first_run
INSERT INTO review (after_run, decision, owner, comment, tick, until_time, person, imported_at,
                    trade_no, code, batch_no, notify_id, subject, job, first_run, severity, amount_fen, expected, actual)
SELECT $1, $2, $3, $4, $5, $6, $7, $8,
       f.trade_no, f.code, f.batch_no, f.notify_id, f.subject, f.job, f.first_run, f.severity, f.amount_fen, f.expected, f.actual
FROM finding f
WHERE f.trade_no = $9 AND f.code = $10 AND f.batch_no = $11 AND f.notify_id = $12 AND f.subject = $13
  AND f.job = $14 AND f.first_run = $15 AND f.closed_run IS NULL
