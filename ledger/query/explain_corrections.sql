-- $1 job  $2 trade_no
-- What a run says again of a trade is no event: only what it issues, and what has changed.
SELECT k.as_of, k.batch_no, k.amount_fen, k.status, k.hold, k.run_id
FROM (SELECT r.as_of, c.run_id, c.batch_no, c.amount_fen, c.status, c.hold,
             LAG(c.status) OVER (ORDER BY c.run_id) AS last_status,
             LAG(c.hold) OVER (ORDER BY c.run_id) AS last_hold,
             LAG(c.amount_fen) OVER (ORDER BY c.run_id) AS last_fen
      FROM run r
      JOIN correction c ON c.run_id = r.run_id
      WHERE r.job = $1 AND c.trade_no = $2) k
WHERE k.status = 'issued' OR k.last_status IS NULL
   OR k.status <> k.last_status OR k.hold <> k.last_hold OR k.amount_fen <> k.last_fen
ORDER BY k.run_id
