-- Where the money stands (contract 7, money): each trade once, in the first heap that it
-- belongs to, in the order of harm that ledger/standing.go gives. cap_fen is what the buyer
-- may have: min(due, paid), or paid where the due is unknown, or NULL where no order is
-- known. Only trades are read that are open, or of which too much was refunded.
-- $1 as_of - result_grace  $2 account_id  $3 run_id
SELECT h.heap, COUNT(*), CAST(SUM(h.amount_fen) AS BIGINT)
FROM (
  SELECT CASE WHEN s.refunded_fen > s.cap_fen THEN 'too_much'
              WHEN s.refunded_fen + s.pending_fen > s.cap_fen THEN 'may_be_twice'
              WHEN s.status = 'held' THEN 'held'
              WHEN s.status IS NOT NULL THEN 'ready'
              ELSE 'unknown' END AS heap,
         CASE WHEN s.refunded_fen > s.cap_fen THEN s.refunded_fen - s.cap_fen
              WHEN s.refunded_fen + s.pending_fen > s.cap_fen THEN s.refunded_fen + s.pending_fen - s.cap_fen
              WHEN s.status IS NOT NULL THEN s.owed_fen
              ELSE s.late_fen END AS amount_fen
  FROM (
    SELECT COALESCE(t.owed_fen, t.paid_fen - t.elsewhere_fen) AS cap_fen, t.refunded_fen, t.pending_fen, c.status, c.amount_fen AS owed_fen,
           (SELECT CAST(SUM(l.amount_fen) AS BIGINT)
            FROM request_line l
            WHERE t.unanswered > 0 AND l.trade_no = t.trade_no AND l.account_id = t.account_id
              AND l.refund_time < $1 AND l.voided_at IS NULL
              AND NOT EXISTS (SELECT 1 FROM claim a
                              WHERE a.trade_no = l.trade_no AND a.account_id = l.account_id
                                AND a.batch_no = l.batch_no AND a.occurrence = l.occurrence)) AS late_fen
    FROM (SELECT o.* FROM trade_total o WHERE o.account_id = $2 AND o.is_open = 1
          UNION ALL
          SELECT o.* FROM trade_total o
          WHERE o.account_id = $2 AND o.refunded_fen > COALESCE(o.owed_fen, o.paid_fen - o.elsewhere_fen) AND o.is_open = 0) t
    LEFT JOIN correction c ON c.run_id = $3 AND c.trade_no = t.trade_no
  ) s
) h
WHERE h.amount_fen > 0
GROUP BY h.heap
