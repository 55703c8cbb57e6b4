-- When the refunds of a trade that a run knew first came to more than an amount, else the
-- time of the last of them. An item that was notified twice counts once.
-- $1 amount in fen  $2 last source of the run  $3 account_id  $4 trade_no
SELECT COALESCE(MIN(CASE WHEN s.so_far > CAST($1 AS BIGINT) THEN s.at END), MAX(s.at))
FROM (SELECT i.at, CAST(SUM(i.amount_fen) OVER (ORDER BY i.at, i.batch_no, i.occurrence) AS BIGINT) AS so_far
      FROM (SELECT c.batch_no, c.occurrence, MAX(c.amount_fen) AS amount_fen, MIN(c.at) AS at
            FROM (SELECT r.batch_no, r.occurrence, r.amount_fen,
                         CASE WHEN r.witness IS NOT NULL THEN CASE WHEN r.source_id <= CAST($2 AS BIGINT) THEN r.notify_time END
                              ELSE (SELECT MIN(k.at)
                                    FROM (SELECT n.sent_at AS at FROM notification n
                                          WHERE n.batch_no = r.batch_no AND n.account_id = r.account_id
                                            AND n.source_id = r.source_id AND n.line_no = r.line_no AND n.capture_no = r.capture_no AND n.source_id <= CAST($2 AS BIGINT)
                                          UNION ALL
                                          SELECT w.notify_time FROM notification n
                                          CROSS JOIN redelivery w
                                          WHERE n.batch_no = r.batch_no AND n.account_id = r.account_id
                                            AND n.source_id = r.source_id AND n.line_no = r.line_no AND n.capture_no = r.capture_no
                                            AND w.batch_no = n.batch_no AND w.account_id = n.account_id AND w.notify_id = n.notify_id AND w.source_id <= CAST($2 AS BIGINT)) k)
                         END AS at
                  FROM claim r
                  WHERE r.account_id = CAST($3 AS BIGINT) AND r.trade_no = CAST($4 AS TEXT) AND r.code = 'SUCCESS') c
            WHERE c.at IS NOT NULL
            GROUP BY c.batch_no, c.occurrence) i) s
