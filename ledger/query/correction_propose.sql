-- after: correction_candidates (as p)
-- $6 run_id  $7 status where nothing holds it  $8 reason
INSERT INTO correction (run_id, trade_no, amount_fen, status, hold, batch_no, reason, code, born_day)
SELECT $6, p.trade_no, p.amount_fen, CASE p.hold WHEN '' THEN $7 ELSE 'held' END, p.hold, '', $8, p.code, p.born_day
FROM p
WHERE 1 = 1
