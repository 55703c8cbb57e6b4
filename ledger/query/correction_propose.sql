-- after: correction_candidates (as p)
-- $4 run_id  $5 status where nothing holds it  $6 reason
INSERT INTO correction (run_id, trade_no, amount_fen, status, hold, batch_no, reason, code)
SELECT $4, p.trade_no, p.amount_fen, CASE p.hold WHEN '' THEN $5 ELSE 'held' END, p.hold, '', $6, p.code
FROM p
WHERE 1 = 1
