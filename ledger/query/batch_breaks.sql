-- Lines of a batch that would take their trade beyond what is owed or paid, or
-- that are beside another line in flight. There must be none. What was refunded and what
-- is in flight is asked of results and request lines, not of the totals of a trade.
-- $1 account_id  $2 batch_no
SELECT l.trade_no, l.amount_fen, l.refunded_fen, l.pending_fen, t.paid_fen, t.due_fen
FROM (SELECT n.trade_no, n.account_id, n.amount_fen,
             (SELECT CAST(COALESCE(SUM(r.amount_fen), 0) AS BIGINT) FROM result r
              WHERE r.trade_no = n.trade_no AND r.account_id = n.account_id AND r.code = 'SUCCESS') AS refunded_fen,
             (SELECT CAST(COALESCE(SUM(o.amount_fen), 0) AS BIGINT) FROM request_line o
              WHERE o.trade_no = n.trade_no AND o.account_id = n.account_id AND o.batch_no <> n.batch_no AND o.voided_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM claim c
                                WHERE c.trade_no = o.trade_no AND c.account_id = o.account_id
                                  AND c.batch_no = o.batch_no AND c.occurrence = o.occurrence)) AS pending_fen
      FROM request_line n
      WHERE n.account_id = $1 AND n.batch_no = $2) l
LEFT JOIN trade_total t ON t.trade_no = l.trade_no AND t.account_id = l.account_id
WHERE t.paid_fen IS NULL OR l.amount_fen <= 0 OR l.pending_fen > 0
   OR l.refunded_fen + l.amount_fen > COALESCE(t.owed_fen, t.paid_fen - t.elsewhere_fen)
ORDER BY l.trade_no
LIMIT 1
