-- Corrections of a run that are not the candidates, which come before as p, and
-- the other way round; each of either is of another trade. A run that was tripped as a
-- whole holds what nothing held.
-- after: correction_candidates (as p)
-- $7 run_id
SELECT k.trade_no, MAX(k.was_fen), COALESCE(MAX(k.was_hold), ''), MAX(k.now_fen), COALESCE(MAX(k.now_hold), '')
FROM (SELECT p.trade_no, CAST(NULL AS BIGINT) AS was_fen, CAST(NULL AS TEXT) AS was_hold, p.amount_fen AS now_fen, p.hold AS now_hold
      FROM p
      UNION ALL
      SELECT c.trade_no, c.amount_fen, c.hold, NULL, NULL
      FROM correction c
      WHERE c.run_id = $7) k
GROUP BY k.trade_no
HAVING MAX(k.was_fen) IS NULL OR MAX(k.now_fen) IS NULL OR MAX(k.was_fen) <> MAX(k.now_fen)
   OR (MAX(k.was_hold) <> MAX(k.now_hold) AND NOT (MAX(k.was_hold) = 'ABOVE_CAP' AND MAX(k.now_hold) = ''))
ORDER BY 1
