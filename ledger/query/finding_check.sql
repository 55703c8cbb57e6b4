-- Findings that are open in the books of a job and that the rules do not see, and
-- the other way round.
-- $1 job
SELECT 'books' AS side, a.code, a.trade_no, a.batch_no, a.notify_id, a.amount_fen
FROM (SELECT trade_no, code, batch_no, notify_id, subject, severity, amount_fen, expected, actual FROM finding WHERE job = $1 AND closed_run IS NULL
      EXCEPT
      SELECT trade_no, code, batch_no, notify_id, subject, severity, amount_fen, expected, actual FROM found) a
UNION ALL
SELECT 'rules', b.code, b.trade_no, b.batch_no, b.notify_id, b.amount_fen
FROM (SELECT trade_no, code, batch_no, notify_id, subject, severity, amount_fen, expected, actual FROM found
      EXCEPT
      SELECT trade_no, code, batch_no, notify_id, subject, severity, amount_fen, expected, actual FROM finding WHERE job = $1 AND closed_run IS NULL) b
ORDER BY 2, 3, 4, 5, 1
