-- At most one refund a trade, with the first reason that holds it back (contract
-- 4.2). What the rules found is in found. No claim is later than the latest
-- effective result, so l is that result.
-- $1 evidence gap 0/1  $2 line cap in fen  $3 account_id
SELECT c.trade_no, c.amount_fen, c.code,
       CASE
         WHEN $1 = 1 THEN 'EVIDENCE_GAP'
         WHEN c.paid_fen IS NULL THEN 'NO_ORDER'
         WHEN EXISTS (SELECT 1 FROM found f WHERE f.holds = 1 AND f.trade_no = c.trade_no)
           OR EXISTS (SELECT 1 FROM claim m
                      JOIN found f ON f.batch_no = m.batch_no
                      WHERE m.trade_no = c.trade_no AND m.account_id = c.account_id
                        AND f.holds = 1 AND f.trade_no = '' AND f.batch_no <> '')
           OR EXISTS (SELECT 1 FROM request_line m
                      JOIN found f ON f.batch_no = m.batch_no
                      WHERE m.trade_no = c.trade_no AND m.account_id = c.account_id
                        AND f.holds = 1 AND f.trade_no = '' AND f.batch_no <> '')
           THEN 'CONFLICT'
         WHEN c.unanswered > 0 THEN 'IN_FLIGHT'
         WHEN c.answered + c.unanswered >= 99 THEN 'ATTEMPT_LIMIT'
         WHEN c.code <> '' AND e.class IS NULL THEN 'UNKNOWN_CODE'
         WHEN c.code <> '' AND e.class = 'investigate' THEN 'INVESTIGATE_CODE'
         WHEN c.code <> '' AND e.class = 'fix_first' THEN 'FIX_FIRST_CODE'
         WHEN c.code <> '' AND e.class = 'final' THEN 'FINAL_CODE'
         WHEN c.amount_fen > $2 THEN 'ABOVE_CAP'
         ELSE '' END AS hold
FROM (
  SELECT t.trade_no, t.account_id, t.paid_fen, t.answered, t.unanswered,
         CASE WHEN l.code IS NULL OR l.code = 'SUCCESS' THEN '' ELSE l.code END AS code,
         CASE WHEN t.due_fen IS NOT NULL THEN t.owed_fen - t.refunded_fen - t.pending_fen
              WHEN l.code IS NULL OR l.code = 'SUCCESS' THEN 0
              WHEN l.amount_fen > t.paid_fen - t.refunded_fen - t.pending_fen THEN t.paid_fen - t.refunded_fen - t.pending_fen
              ELSE l.amount_fen END AS amount_fen
  FROM trade_total t
  LEFT JOIN claim l ON l.trade_no = t.trade_no AND l.account_id = t.account_id
       AND (l.batch_no, l.occurrence, l.notify_id) =
           (SELECT n.batch_no, n.occurrence, n.notify_id
            FROM claim n
            WHERE n.trade_no = t.trade_no AND n.account_id = t.account_id
            ORDER BY n.notify_time DESC, n.notify_id DESC, n.batch_no DESC, n.occurrence DESC
            LIMIT 1)
  WHERE t.account_id = $3 AND t.is_open = 1
    AND (t.owed_fen > t.refunded_fen + t.pending_fen OR (t.due_fen IS NULL AND t.failing = 1))
) c
LEFT JOIN error_code e ON e.account_id = c.account_id AND e.code = c.code
WHERE c.amount_fen > 0
