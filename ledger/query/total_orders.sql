-- The latest import of an order stands.
-- after: extent_part
-- $1 account_id
INSERT INTO trade_total (trade_no, account_id, out_trade_no, paid_fen, due_fen, owed_fen, least_fen, greatest_fen)
SELECT o.trade_no, o.account_id, o.out_trade_no, o.paid_fen, o.due_fen,
       CASE WHEN o.due_fen < o.paid_fen THEN o.due_fen WHEN o.due_fen IS NOT NULL THEN o.paid_fen END,
       g.least_fen, g.greatest_fen
FROM (SELECT x.trade_no, x.account_id, MIN(x.paid_fen) AS least_fen, MAX(x.paid_fen) AS greatest_fen, MAX(x.source_id) AS source_id
      FROM order_in x
      WHERE x.account_id = $1
      GROUP BY x.trade_no, x.account_id) g
CROSS JOIN order_row o
WHERE o.trade_no = g.trade_no AND o.account_id = g.account_id AND o.source_id = g.source_id
  AND o.line_no = (SELECT MAX(n.line_no) FROM order_row n
                   WHERE n.trade_no = g.trade_no AND n.account_id = g.account_id AND n.source_id = g.source_id)
