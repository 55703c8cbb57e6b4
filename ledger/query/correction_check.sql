-- Corrections of a run that are not the candidates, which come before as p, and
-- the other way round. A run that was tripped as a whole holds what nothing held.
-- after: correction_candidates (as p)
-- $7 run_id
SELECT COALESCE(c.trade_no, p.trade_no), c.amount_fen, COALESCE(c.hold, ''), p.amount_fen, COALESCE(p.hold, '')
FROM p
FULL JOIN (SELECT trade_no, amount_fen, hold FROM correction WHERE run_id = $7) c ON c.trade_no = p.trade_no
WHERE c.trade_no IS NULL OR p.trade_no IS NULL OR c.amount_fen <> p.amount_fen
   OR (c.hold <> p.hold AND NOT (c.hold = 'ABOVE_CAP' AND p.hold = ''))
ORDER BY 1
