-- after: correction_candidates (as p)
-- $7 run_id  $8 status where nothing holds it  $9 reason
INSERT INTO correction (run_id, trade_no, amount_fen, status, hold, batch_no, reason, code, born_day, act_no)
SELECT $7, p.trade_no, p.amount_fen, CASE p.hold WHEN '' THEN $8 ELSE 'held' END, p.hold, '', $9, p.code, p.born_day, p.act_no
FROM p
WHERE 1 = 1
