-- An open trade that comes to something else than before, though nothing newer about it was
-- read or said.
-- $1 account_id  $2 last_source  $3 commit_no
SELECT MIN(t.trade_no)
FROM trade_before b
CROSS JOIN trade_total t
WHERE b.account_id = $1 AND t.trade_no = b.trade_no AND t.account_id = b.account_id AND t.is_open = 1
  AND ((t.paid_fen IS DISTINCT FROM b.paid_fen OR t.due_fen IS DISTINCT FROM b.due_fen)
       AND NOT EXISTS (SELECT 1 FROM order_row o
                       WHERE o.trade_no = b.trade_no AND o.account_id = b.account_id
                         AND (o.source_id > $2
                              OR EXISTS (SELECT 1 FROM replaced_source r WHERE r.source_id = o.source_id AND r.by_source > $2)))
       OR (t.refunded_fen <> b.refunded_fen OR t.succeeded <> b.succeeded OR t.answered <> b.answered)
       AND NOT EXISTS (SELECT 1 FROM claim c
                       WHERE c.trade_no = b.trade_no AND c.account_id = b.account_id
                         AND (c.source_id > $2
                              OR EXISTS (SELECT 1 FROM redelivery w
                                         WHERE w.batch_no = c.batch_no AND w.account_id = c.account_id AND w.source_id > $2))))
  AND NOT EXISTS (SELECT 1 FROM act a
                  WHERE a.account_id = $1 AND a.after_commit >= $3 AND (a.trade_no = b.trade_no OR a.trade_no = ''))
HAVING COUNT(*) > 0
