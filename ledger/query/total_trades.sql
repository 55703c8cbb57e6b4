-- What results and orders say of each trade. Both come in the order of trades, so the rows
-- of one trade lie together, and what it adds up to is written once: kind is 0 for a row of
-- an order, 1 for one of several orders, 2 for a success and 3 for a failure.
--
-- The latest import of an order stands, but a due that was ever known is known. Where rows
-- do not differ, what is least is all there is. Dues contradict one another where rows of
-- one file differ, where one goes up after it went down, and where it goes up by a file
-- whose name carries an earlier date (contract 3.2): due_conflict is 1; it is 2 where nobody
-- has said what rows for several orders are. The latest result is looked for only where the
-- due is unknown and there are successes and failures.
-- after: extent_part
-- $1 account_id
INSERT INTO trade_total (trade_no, account_id, paid_fen, due_fen, owed_fen, least_fen, greatest_fen, least_due_fen, greatest_due_fen,
                         due_conflict, paid_day, refunded_fen, succeeded, answered, failing)
SELECT g.trade_no, CAST($1 AS BIGINT), g.paid_fen, g.due_fen,
       CASE WHEN g.due_fen < g.paid_fen THEN g.due_fen WHEN g.due_fen IS NOT NULL THEN g.paid_fen END,
       g.least_fen, g.greatest_fen, g.least_due_fen, g.greatest_due_fen, g.due_conflict, g.paid_day, g.refunded_fen, g.succeeded, g.answered,
       CASE WHEN g.due_fen IS NOT NULL OR g.answered = g.succeeded THEN 0
            WHEN g.succeeded = 0 THEN 1
            ELSE (SELECT CASE l.code WHEN 'SUCCESS' THEN 0 ELSE 1 END
                  FROM result_sent l
                  WHERE l.trade_no = g.trade_no AND l.account_id = $1
                  ORDER BY l.sent_at DESC, l.notify_time DESC, l.notify_id DESC, l.batch_no DESC, l.occurrence DESC
                  LIMIT 1) END
FROM (SELECT x.trade_no,
             CASE WHEN MIN(x.fen) FILTER (WHERE x.kind < 2) <> MAX(x.fen) FILTER (WHERE x.kind < 2)
                  THEN MIN(x.fen) FILTER (WHERE x.kind < 2) END AS least_fen,
             CASE WHEN MIN(x.fen) FILTER (WHERE x.kind < 2) <> MAX(x.fen) FILTER (WHERE x.kind < 2)
                  THEN MAX(x.fen) FILTER (WHERE x.kind < 2) END AS greatest_fen,
             CASE WHEN MIN(x.due_fen) <> MAX(x.due_fen) THEN MIN(x.due_fen) END AS least_due_fen,
             CASE WHEN MIN(x.due_fen) <> MAX(x.due_fen) THEN MAX(x.due_fen) END AS greatest_due_fen,
             CASE WHEN MIN(x.fen) FILTER (WHERE x.kind < 2) <> MAX(x.fen) FILTER (WHERE x.kind < 2)
                  THEN (SELECT n.paid_fen FROM order_row n
                        WHERE n.trade_no = x.trade_no AND n.account_id = $1
                          AND n.source_id NOT IN (SELECT r.source_id FROM replaced_source r)
                        ORDER BY n.source_id DESC, n.line_no DESC LIMIT 1)
                  ELSE MIN(x.fen) FILTER (WHERE x.kind < 2) END AS paid_fen,
             CASE WHEN MIN(x.due_fen) <> MAX(x.due_fen)
                  THEN (SELECT n.due_fen FROM order_row n
                        WHERE n.trade_no = x.trade_no AND n.account_id = $1 AND n.due_fen IS NOT NULL
                          AND n.source_id NOT IN (SELECT r.source_id FROM replaced_source r)
                        ORDER BY n.source_id DESC, n.line_no DESC LIMIT 1)
                  ELSE MIN(x.due_fen) END AS due_fen,
             CASE WHEN MAX(x.kind) FILTER (WHERE x.kind < 2) = 1 THEN 2
                  WHEN MIN(x.due_fen) <> MAX(x.due_fen)
                  THEN (SELECT MAX(CASE WHEN w.source_id = w.prior_source AND w.due_fen <> w.prior_due THEN 1
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
                                    WHERE n.trade_no = x.trade_no AND n.account_id = $1 AND n.due_fen IS NOT NULL
                                      AND s.source_id = n.source_id
                                      AND n.source_id NOT IN (SELECT r.source_id FROM replaced_source r)) v) w)
                  ELSE 0 END AS due_conflict,
             MIN(x.paid_day) AS paid_day,
             CAST(COALESCE(SUM(x.fen) FILTER (WHERE x.kind = 2), 0) AS BIGINT) AS refunded_fen,
             COUNT(*) FILTER (WHERE x.kind = 2) AS succeeded, COUNT(*) FILTER (WHERE x.kind >= 2) AS answered
      FROM (SELECT r.trade_no, CASE r.code WHEN 'SUCCESS' THEN 2 ELSE 3 END AS kind, r.amount_fen AS fen,
                   CAST(NULL AS BIGINT) AS due_fen, CAST(NULL AS BIGINT) AS paid_day
            FROM result_in r
            WHERE r.account_id = $1
            UNION ALL
            SELECT o.trade_no, o.several, o.paid_fen, o.due_fen, o.paid_day
            FROM order_in o
            WHERE o.account_id = $1
            ORDER BY trade_no) x
      GROUP BY x.trade_no) g
