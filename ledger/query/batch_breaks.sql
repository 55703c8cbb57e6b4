-- Lines of a batch that would take their trade beyond what is owed or paid, or
-- that are beside another line in flight. There must be none.
-- $1 account_id  $2 batch_no
SELECT l.trade_no, l.amount_fen, t.refunded_fen, t.pending_fen, t.paid_fen, t.due_fen
FROM request_line l
LEFT JOIN trade_total t ON t.trade_no = l.trade_no AND t.account_id = l.account_id
WHERE l.account_id = $1 AND l.batch_no = $2
  AND (t.paid_fen IS NULL OR l.amount_fen <= 0 OR t.unanswered > 0
       OR t.refunded_fen + t.pending_fen + l.amount_fen > COALESCE(t.owed_fen, t.paid_fen))
ORDER BY l.trade_no
LIMIT 1
