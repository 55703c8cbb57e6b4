-- The latest import of an order stands, but for a due that it does not tell. Of an order
-- that was imported once, what is least is all there is.
-- after: extent_part
-- $1 account_id
INSERT INTO trade_total (trade_no, account_id, out_trade_no, paid_fen, due_fen, owed_fen, least_fen, greatest_fen, paid_day)
SELECT g.trade_no, g.account_id, g.out_trade_no, g.paid_fen, g.due_fen,
       CASE WHEN g.due_fen < g.paid_fen THEN g.due_fen WHEN g.due_fen IS NOT NULL THEN g.paid_fen END,
       g.least_fen, g.greatest_fen, g.paid_day
FROM (SELECT x.trade_no, x.account_id, MIN(x.paid_fen) AS least_fen, MAX(x.paid_fen) AS greatest_fen, MIN(x.paid_day) AS paid_day,
             CASE WHEN COUNT(*) = 1 THEN MIN(x.out_trade_no)
                  ELSE (SELECT n.out_trade_no FROM order_row n
                        WHERE n.trade_no = x.trade_no AND n.account_id = x.account_id
                        ORDER BY n.source_id DESC, n.line_no DESC LIMIT 1) END AS out_trade_no,
             CASE WHEN COUNT(*) = 1 THEN MIN(x.paid_fen)
                  ELSE (SELECT n.paid_fen FROM order_row n
                        WHERE n.trade_no = x.trade_no AND n.account_id = x.account_id
                        ORDER BY n.source_id DESC, n.line_no DESC LIMIT 1) END AS paid_fen,
             CASE WHEN COUNT(*) = 1 THEN MIN(x.due_fen)
                  ELSE (SELECT n.due_fen FROM order_row n
                        WHERE n.trade_no = x.trade_no AND n.account_id = x.account_id AND n.due_fen IS NOT NULL
                        ORDER BY n.source_id DESC, n.line_no DESC LIMIT 1) END AS due_fen
      FROM order_in x
      WHERE x.account_id = $1
      GROUP BY x.trade_no, x.account_id) g
WHERE 1 = 1
ON CONFLICT (trade_no, account_id)
DO UPDATE SET out_trade_no = excluded.out_trade_no, paid_fen = excluded.paid_fen, due_fen = excluded.due_fen,
              owed_fen = excluded.owed_fen, least_fen = excluded.least_fen, greatest_fen = excluded.greatest_fen, paid_day = excluded.paid_day
