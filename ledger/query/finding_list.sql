-- The findings of a job as one run saw them, those that closed in it among them,
-- what they said before it where that was something else, and what people had said
-- of them by then. A waiver holds for the very values that it was given for, and
-- until its time.
-- $1 run_id  $2 job
SELECT f.code, COALESCE(w.severity, f.severity), f.trade_no, f.batch_no, f.notify_id, f.subject,
       CASE WHEN w.until_run IS NULL THEN f.amount_fen ELSE w.amount_fen END,
       CASE WHEN w.until_run IS NULL THEN f.expected ELSE w.expected END,
       CASE WHEN w.until_run IS NULL THEN f.actual ELSE w.actual END,
       CASE WHEN w.until_run IS NULL THEN f.source_id ELSE w.source_id END,
       CASE WHEN w.until_run IS NULL THEN f.line_no ELSE w.line_no END,
       f.first_run, r.as_of,
       CASE WHEN f.closed_run = $1 THEN 'closed' WHEN f.first_run = $1 THEN 'new' ELSE 'open' END AS status,
       CASE WHEN b.place_only = 0 THEN 1 ELSE 0 END, b.severity, b.amount_fen, b.expected, b.actual,
       v.decision, v.owner, v.comment, v.tick, v.until_time, v.person, v.imported_at,
       CASE WHEN v.until_time > (SELECT n.as_of FROM run n WHERE n.run_id = $1)
             AND v.severity = COALESCE(w.severity, f.severity)
             AND v.amount_fen IS NOT DISTINCT FROM CASE WHEN w.until_run IS NULL THEN f.amount_fen ELSE w.amount_fen END
             AND v.expected IS NOT DISTINCT FROM CASE WHEN w.until_run IS NULL THEN f.expected ELSE w.expected END
             AND v.actual IS NOT DISTINCT FROM CASE WHEN w.until_run IS NULL THEN f.actual ELSE w.actual END
            THEN 1 ELSE 0 END AS accepted
FROM finding f
JOIN run r ON r.run_id = f.first_run
LEFT JOIN finding_was w
  ON w.trade_no = f.trade_no AND w.code = f.code AND w.batch_no = f.batch_no AND w.notify_id = f.notify_id
     AND w.subject = f.subject AND w.job = f.job AND w.first_run = f.first_run
     AND w.until_run = (SELECT MIN(x.until_run) FROM finding_was x
                        WHERE x.trade_no = f.trade_no AND x.code = f.code AND x.batch_no = f.batch_no
                          AND x.notify_id = f.notify_id AND x.subject = f.subject AND x.job = f.job
                          AND x.first_run = f.first_run AND x.until_run > $1)
LEFT JOIN finding_was b
  ON b.trade_no = f.trade_no AND b.code = f.code AND b.batch_no = f.batch_no AND b.notify_id = f.notify_id
     AND b.subject = f.subject AND b.job = f.job AND b.first_run = f.first_run
     AND b.until_run = $1
LEFT JOIN review v
  ON v.review_id = (SELECT MAX(x.review_id) FROM review x
                    WHERE x.trade_no = f.trade_no AND x.code = f.code AND x.batch_no = f.batch_no
                          AND x.notify_id = f.notify_id AND x.subject = f.subject AND x.job = f.job
                          AND x.first_run = f.first_run
                          AND x.after_run < $1)
WHERE f.job = $2 AND f.first_run <= $1 AND (f.closed_run IS NULL OR f.closed_run >= $1)
ORDER BY CASE COALESCE(w.severity, f.severity) WHEN 'critical' THEN 0 WHEN 'error' THEN 1 ELSE 2 END,
         f.code, f.trade_no, f.batch_no, f.notify_id, 10, 11, f.subject
