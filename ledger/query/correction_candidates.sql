-- At most one refund a trade, with the first reason that holds it back (contract
-- 4.2). What the rules found is in found, where a forgery that bills show untouched says
-- so and holds nothing; a line that did not count holds the trades that
-- it names, and what was taken unsigned while nothing was verified holds its trade once
-- signatures are checked. A failure that only an unsigned answer of a query tells of sets
-- nothing free unless bills show the day of its request and the next whole: they would show
-- the refund (contract 3.4b). A trade is born on the earliest day that an
-- export or its own number names, and on the as-of day at the latest; it is proven where
-- no day from then on is uncovered. What a person attests of it proves the days before he
-- did, and that day itself for what is as of it or earlier. An allowance that no batch has
-- drawn lifts the holds of codes and of the cap, for so much.
-- $1 evidence gap 0/1  $2 as-of day  $3 last uncovered day  $4 signatures are checked 0/1
-- $5 line cap in fen  $6 account_id
SELECT c.trade_no, CASE WHEN c.allowed_fen < c.amount_fen THEN c.allowed_fen ELSE c.amount_fen END AS amount_fen, c.code, c.born_day,
       CASE
         WHEN $1 = 1 OR EXISTS (SELECT 1 FROM found f
                                WHERE f.trade_no = '' AND f.code IN ('UNREAD_CAPTURE', 'UNREAD_REQUEST') AND f.expected = 'every trade') THEN 'EVIDENCE_GAP'
         WHEN c.paid_fen IS NULL THEN 'NO_ORDER'
         WHEN CASE WHEN c.born_day > $2 THEN $2 ELSE c.born_day END <= $3
           AND NOT EXISTS (SELECT 1 FROM act_in_force a
                           WHERE a.kind = 'unrefunded' AND a.trade_no = c.trade_no AND a.account_id = c.account_id
                             AND (a.said_day > $3 OR (a.said_day = $3 AND a.said_day >= $2))) THEN 'NO_PROOF'
         WHEN c.unclaimed > 0
           OR $4 = 1 AND EXISTS (SELECT 1 FROM claim m
                                 JOIN source s ON s.source_id = m.source_id
                                 WHERE m.trade_no = c.trade_no AND m.account_id = c.account_id AND s.keys = 'off')
           OR EXISTS (SELECT 1 FROM found f WHERE f.holds = 1 AND f.trade_no = c.trade_no)
           OR EXISTS (SELECT 1 FROM named_trade n
                      CROSS JOIN found f
                      WHERE n.trade_no = c.trade_no AND n.account_id = c.account_id
                        AND f.trade_no = '' AND f.code = n.code AND NOT (f.code = 'BAD_SIGNATURE' AND f.actual IS NOT NULL)
                        AND ((f.source_id = n.source_id AND f.line_no = n.line_no AND f.batch_no = n.batch_no
                              AND (n.batch_no <> '' OR f.subject = CAST(n.source_id AS TEXT) || ':' || CAST(n.line_no AS TEXT) || CASE n.capture_no WHEN 1 THEN '' ELSE ':' || CAST(n.capture_no AS TEXT) END))
                             OR (n.batch_no <> '' AND f.batch_no = n.batch_no)
                             OR (n.notify_id <> '' AND f.notify_id = n.notify_id)))
           OR EXISTS (SELECT 1 FROM claim m
                      JOIN found f ON f.batch_no = m.batch_no
                      WHERE m.trade_no = c.trade_no AND m.account_id = c.account_id
                        AND f.holds = 1 AND f.trade_no = '' AND f.batch_no <> ''
                        AND NOT (f.code = 'BAD_SIGNATURE' AND f.actual IS NOT NULL))
           OR EXISTS (SELECT 1 FROM request_line m
                      JOIN found f ON f.batch_no = m.batch_no
                      WHERE m.trade_no = c.trade_no AND m.account_id = c.account_id
                        AND f.holds = 1 AND f.trade_no = '' AND f.batch_no <> ''
                        AND NOT (f.code = 'BAD_SIGNATURE' AND f.actual IS NOT NULL))
           THEN 'CONFLICT'
         WHEN c.unanswered > 0 THEN 'IN_FLIGHT'
         WHEN c.answered + c.unanswered >= 99 THEN 'ATTEMPT_LIMIT'
         WHEN c.code <> '' AND e.class IS NULL AND c.allow_no = 0 THEN 'UNKNOWN_CODE'
         WHEN c.code <> '' AND e.class = 'investigate' AND c.allow_no = 0 THEN 'INVESTIGATE_CODE'
         WHEN c.code <> '' AND e.class = 'fix_first' AND c.allow_no = 0 THEN 'FIX_FIRST_CODE'
         WHEN c.code <> '' AND e.class = 'final' THEN 'FINAL_CODE'
         WHEN EXISTS (SELECT 1 FROM result_sent m
                      WHERE m.trade_no = c.trade_no AND m.account_id = c.account_id AND m.code <> 'SUCCESS'
                        AND m.witness = 'answer'
                        AND NOT EXISTS (SELECT 1 FROM bill_cover p
                                        WHERE p.account_id = m.account_id
                                          AND p.from_time <= (m.sent_at + 28800000) / 86400000 * 86400000 - 28800000
                                          AND p.until_time >= (m.sent_at + 28800000) / 86400000 * 86400000 - 28800000 + 172800000))
           THEN 'UNSIGNED_ANSWER'
         WHEN c.amount_fen > $5 AND c.allow_no = 0 THEN 'ABOVE_CAP'
         ELSE '' END AS hold, c.allow_no AS act_no
FROM (
  SELECT t.trade_no, t.account_id, t.paid_fen, t.answered, t.unanswered, t.unclaimed,
         COALESCE(w.act_no, 0) AS allow_no, w.amount_fen AS allowed_fen,
         CASE WHEN t.paid_day < t.named_day OR t.named_day = 0 THEN COALESCE(t.paid_day, 0) ELSE t.named_day END AS born_day,
         COALESCE((SELECT f.code
                   FROM result_sent f
                   LEFT JOIN error_code k ON k.account_id = f.account_id AND k.code = f.code
                   WHERE f.trade_no = t.trade_no AND f.account_id = t.account_id AND f.code <> 'SUCCESS'
                     AND NOT EXISTS (SELECT 1 FROM result_sent s
                                     WHERE s.trade_no = f.trade_no AND s.account_id = f.account_id
                                       AND s.code = 'SUCCESS' AND s.amount_fen = f.amount_fen AND s.notify_id <> f.notify_id
                                       AND (s.sent_at, s.notify_time, s.notify_id) > (f.sent_at, f.notify_time, f.notify_id))
                   ORDER BY CASE WHEN k.class IS NULL THEN 0 WHEN k.class = 'investigate' THEN 1
                                 WHEN k.class = 'fix_first' THEN 2 WHEN k.class = 'final' THEN 3 ELSE 4 END,
                            f.sent_at DESC, f.notify_time DESC, f.notify_id DESC, f.batch_no DESC, f.occurrence DESC
                   LIMIT 1), '') AS code,
         CASE WHEN t.due_fen IS NOT NULL THEN t.owed_fen - t.refunded_fen - t.pending_fen
              WHEN l.code IS NULL OR l.code = 'SUCCESS' THEN 0
              WHEN l.amount_fen > t.paid_fen - t.refunded_fen - t.pending_fen THEN t.paid_fen - t.refunded_fen - t.pending_fen - t.elsewhere_fen
              ELSE l.amount_fen - t.elsewhere_fen END AS amount_fen
  FROM (SELECT o.trade_no, o.account_id, o.paid_fen, o.due_fen, o.owed_fen, o.refunded_fen, o.pending_fen, o.elsewhere_fen,
               o.answered, o.unanswered, o.unclaimed, o.paid_day,
               CASE WHEN SUBSTR(o.trade_no, 1, 4) BETWEEN '2003' AND '9999' AND SUBSTR(o.trade_no, 5, 2) BETWEEN '01' AND '12'
                     AND SUBSTR(o.trade_no, 7, 2) BETWEEN '01' AND '31'
                    THEN CAST(SUBSTR(o.trade_no, 1, 8) AS BIGINT) ELSE 0 END AS named_day
        FROM trade_total o
        WHERE o.account_id = $6 AND o.is_open = 1
          AND (o.owed_fen > o.refunded_fen + o.pending_fen OR (o.due_fen IS NULL AND o.failing = 1))) t
  LEFT JOIN result l ON l.trade_no = t.trade_no AND l.account_id = t.account_id
       AND (l.batch_no, l.occurrence) =
           (SELECT n.batch_no, n.occurrence
            FROM result_sent n
            WHERE n.trade_no = t.trade_no AND n.account_id = t.account_id
            ORDER BY n.sent_at DESC, n.notify_time DESC, n.notify_id DESC, n.batch_no DESC, n.occurrence DESC
            LIMIT 1)
  LEFT JOIN act_in_force w ON w.act_no =
       (SELECT MAX(a.act_no)
        FROM act_in_force a
        LEFT JOIN (SELECT d.act_no FROM act w CROSS JOIN act_drawn d WHERE w.kind = 'allow' AND d.act_no = w.act_no) d ON d.act_no = a.act_no
        LEFT JOIN act_lapsed x ON x.act_no = a.act_no
        WHERE a.kind = 'allow' AND a.trade_no = t.trade_no AND a.account_id = t.account_id
          AND d.act_no IS NULL AND x.act_no IS NULL)
) c
LEFT JOIN error_code e ON e.account_id = c.account_id AND e.code = c.code
WHERE c.amount_fen > 0
