-- The latest import of an order stands.
-- $1 account_id
INSERT INTO trade_total (trade_no, account_id, out_trade_no, paid_fen, due_fen, owed_fen, least_fen, greatest_fen)
SELECT o.trade_no, o.account_id, o.out_trade_no, o.paid_fen, o.due_fen,
       CASE WHEN o.due_fen < o.paid_fen THEN o.due_fen WHEN o.due_fen IS NOT NULL THEN o.paid_fen END,
       (SELECT MIN(x.paid_fen) FROM order_row x WHERE x.trade_no = o.trade_no AND x.account_id = o.account_id),
       (SELECT MAX(x.paid_fen) FROM order_row x WHERE x.trade_no = o.trade_no AND x.account_id = o.account_id)
FROM order_row o
WHERE o.account_id = $1
  AND NOT EXISTS (SELECT 1 FROM order_row n
                  WHERE n.trade_no = o.trade_no AND n.account_id = o.account_id
                    AND (n.source_id > o.source_id OR (n.source_id = o.source_id AND n.line_no > o.line_no)))
