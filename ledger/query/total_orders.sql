-- The latest import of an order stands, but a due that was ever known is known. Of an
-- order that was imported once, what is least is all there is. Dues contradict one another
-- where rows of one file differ, where one goes up after it went down, and where it goes up
-- by a file whose name carries an earlier date (contract 3.2): due_conflict is 1; it is 2
-- where nobody has said what rows for several orders are.
-- after: extent_part
-- $1 account_id
INSERT INTO trade_total (trade_no, account_id, out_trade_no, paid_fen, due_fen, owed_fen, least_fen, greatest_fen,
                         least_due_fen, greatest_due_fen, due_conflict, paid_day)
SELECT g.trade_no, g.account_id, g.out_trade_no, g.paid_fen, g.due_fen,
       CASE WHEN g.due_fen < g.paid_fen THEN g.due_fen WHEN g.due_fen IS NOT NULL THEN g.paid_fen END,
       g.least_fen, g.greatest_fen, g.least_due_fen, g.greatest_due_fen, g.due_conflict, g.paid_day
FROM (SELECT x.trade_no, x.account_id, MIN(x.paid_fen) AS least_fen, MAX(x.paid_fen) AS greatest_fen,
             MIN(x.due_fen) AS least_due_fen, MAX(x.due_fen) AS greatest_due_fen, MIN(x.paid_day) AS paid_day,
             CASE WHEN COUNT(*) = 1 THEN MIN(x.out_trade_no)
                  ELSE (SELECT n.out_trade_no FROM order_row n
                        WHERE n.trade_no = x.trade_no AND n.account_id = x.account_id
                          AND n.source_id NOT IN (SELECT r.source_id FROM replaced_source r)
                        ORDER BY n.source_id DESC, n.line_no DESC LIMIT 1) END AS out_trade_no,
             CASE WHEN COUNT(*) = 1 THEN MIN(x.paid_fen)
                  ELSE (SELECT n.paid_fen FROM order_row n
                        WHERE n.trade_no = x.trade_no AND n.account_id = x.account_id
                          AND n.source_id NOT IN (SELECT r.source_id FROM replaced_source r)
                        ORDER BY n.source_id DESC, n.line_no DESC LIMIT 1) END AS paid_fen,
             CASE WHEN COUNT(*) = 1 THEN MIN(x.due_fen)
                  ELSE (SELECT n.due_fen FROM order_row n
                        WHERE n.trade_no = x.trade_no AND n.account_id = x.account_id AND n.due_fen IS NOT NULL
                          AND n.source_id NOT IN (SELECT r.source_id FROM replaced_source r)
                        ORDER BY n.source_id DESC, n.line_no DESC LIMIT 1) END AS due_fen,
             CASE WHEN MAX(x.several) = 1 THEN 2
                  WHEN COALESCE(MIN(x.due_fen), 0) = COALESCE(MAX(x.due_fen), 0) THEN 0
                  ELSE (SELECT MAX(CASE WHEN w.source_id = w.prior_source AND w.due_fen <> w.prior_due THEN 1
                                        WHEN w.due_fen > w.prior_due AND w.lowered > 0 THEN 1
                                        WHEN w.due_fen > w.prior_due AND w.file_day > 0 AND w.file_day < w.newest_day THEN 1
                                        ELSE 0 END)
                        FROM (SELECT v.source_id, v.due_fen, v.prior_due, v.prior_source, v.file_day, v.newest_day,
                                     CAST(SUM(CASE WHEN v.due_fen < v.prior_due THEN 1 ELSE 0 END)
                                          OVER (ORDER BY v.source_id, v.line_no) AS BIGINT) AS lowered
                              FROM (SELECT n.source_id, n.line_no, n.due_fen, s.file_day,
                                           LAG(n.due_fen) OVER (ORDER BY n.source_id, n.line_no) AS prior_due,
                                           LAG(n.source_id) OVER (ORDER BY n.source_id, n.line_no) AS prior_source,
                                           MAX(s.file_day) OVER (ORDER BY n.source_id, n.line_no) AS newest_day
                                    FROM order_row n
                                    CROSS JOIN source s
                                    WHERE n.trade_no = x.trade_no AND n.account_id = x.account_id AND n.due_fen IS NOT NULL
                                      AND s.source_id = n.source_id
                                      AND n.source_id NOT IN (SELECT r.source_id FROM replaced_source r)) v) w) END AS due_conflict
      FROM order_in x
      WHERE x.account_id = $1
      GROUP BY x.trade_no, x.account_id) g
WHERE 1 = 1
ON CONFLICT (trade_no, account_id)
DO UPDATE SET out_trade_no = excluded.out_trade_no, paid_fen = excluded.paid_fen, due_fen = excluded.due_fen,
              owed_fen = excluded.owed_fen, least_fen = excluded.least_fen, greatest_fen = excluded.greatest_fen,
              least_due_fen = excluded.least_due_fen, greatest_due_fen = excluded.greatest_due_fen, due_conflict = excluded.due_conflict,
              paid_day = excluded.paid_day
