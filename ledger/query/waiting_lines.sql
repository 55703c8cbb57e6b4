-- The lines that are in flight, and what would be refunded of their trades beyond what is
-- owed or paid if each of them succeeded. Refunded is whatever says so: the successes that
-- any notification or answer claims, and what bills show beyond these and beyond what is in
-- flight. The totals are those before a run's own batches, which are asked for by its number.
-- $1 account_id  $2 run_id
SELECT m.batch_no, q.origin, COALESCE(e.run_id, 0), q.refund_time, q.line_count, q.total_fen, m.trade_no, m.amount_fen,
       EXISTS (SELECT 1 FROM act_in_force s
               WHERE s.batch_no = m.batch_no AND s.account_id = m.account_id AND s.kind = 'submitted') AS submitted,
       COALESCE(t.owed_fen, t.paid_fen - t.elsewhere_fen)
       + (SELECT CAST(COALESCE(SUM(a.given_fen), 0) AS BIGINT)
          FROM act_in_force a
          LEFT JOIN act_lapsed x ON x.act_no = a.act_no
          WHERE a.kind = 'dismiss' AND a.trade_no = m.trade_no AND a.account_id = m.account_id
            AND x.act_no IS NULL) AS cap_fen,
       (SELECT CAST(COALESCE(SUM(g.fen), 0) AS BIGINT)
        FROM (SELECT MAX(c.amount_fen) AS fen FROM claim c
              WHERE c.trade_no = m.trade_no AND c.account_id = m.account_id AND c.code = 'SUCCESS'
              GROUP BY c.batch_no, c.occurrence) g)
       + (SELECT CAST(COALESCE(SUM(o.amount_fen), 0) AS BIGINT) FROM request_line o
          WHERE o.trade_no = m.trade_no AND o.account_id = m.account_id AND o.voided_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM claim c
                            WHERE c.trade_no = o.trade_no AND c.account_id = o.account_id
                              AND c.batch_no = o.batch_no AND c.occurrence = o.occurrence))
       + (SELECT CAST(COALESCE(SUM(CASE WHEN y.billed > y.known THEN y.billed - y.known ELSE 0 END), 0) AS BIGINT)
          FROM (SELECT b.batch_no, CAST(SUM(b.amount_fen) AS BIGINT) AS billed,
                       (SELECT CAST(COALESCE(SUM(g.fen), 0) AS BIGINT)
                        FROM (SELECT MAX(c.amount_fen) AS fen FROM claim c
                              WHERE c.trade_no = m.trade_no AND c.account_id = m.account_id
                                AND c.batch_no = b.batch_no AND c.code = 'SUCCESS'
                              GROUP BY c.occurrence) g)
                       + (SELECT CAST(COALESCE(SUM(o.amount_fen), 0) AS BIGINT) FROM request_line o
                          WHERE o.trade_no = m.trade_no AND o.account_id = m.account_id
                            AND o.batch_no = b.batch_no AND o.voided_at IS NULL
                            AND NOT EXISTS (SELECT 1 FROM claim c
                                            WHERE c.trade_no = o.trade_no AND c.account_id = o.account_id
                                              AND c.batch_no = o.batch_no AND c.occurrence = o.occurrence)) AS known
                FROM bill_refund b
                WHERE b.trade_no = m.trade_no AND b.account_id = m.account_id
                GROUP BY b.batch_no) y) AS spent_fen
FROM (SELECT l.trade_no, l.account_id, l.batch_no, l.occurrence
      FROM trade_total t
      CROSS JOIN request_line l
      WHERE t.account_id = $1 AND t.is_open = 1 AND t.unanswered > 0
        AND l.trade_no = t.trade_no AND l.account_id = t.account_id AND l.voided_at IS NULL
      UNION
      SELECT l.trade_no, l.account_id, l.batch_no, l.occurrence
      FROM emitted e
      CROSS JOIN request_line l
      WHERE e.run_id = $2
        AND l.batch_no = e.batch_no AND l.account_id = e.account_id AND l.voided_at IS NULL) w
JOIN request_line m ON m.trade_no = w.trade_no AND m.account_id = w.account_id AND m.batch_no = w.batch_no AND m.occurrence = w.occurrence
JOIN request q ON q.batch_no = m.batch_no AND q.account_id = m.account_id
LEFT JOIN emitted e ON e.batch_no = m.batch_no AND e.account_id = m.account_id
LEFT JOIN trade_total t ON t.trade_no = m.trade_no AND t.account_id = m.account_id
WHERE NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = m.trade_no AND c.account_id = m.account_id
                    AND c.batch_no = m.batch_no AND c.occurrence = m.occurrence)
ORDER BY m.batch_no, m.trade_no, m.occurrence
