-- Opening, new, closed and changed are what make up what is open (contract 7.1).
-- $1 run_id  $2 job
INSERT INTO run_tally (run_id, code, severity, opening_count, opening_fen, opened, opened_fen, closed, closed_fen,
                       changed, changed_fen, open_count, accepted, trades, amount_fen)
SELECT $1, q.code, MAX(q.severity),
       CAST(SUM(q.was_open) AS BIGINT),
       CAST(SUM(q.was_open * q.before_fen) AS BIGINT),
       CAST(SUM(1 - q.was_open) AS BIGINT),
       CAST(SUM((1 - q.was_open) * q.fen) AS BIGINT),
       CAST(SUM(1 - q.is_open) AS BIGINT),
       CAST(SUM((1 - q.is_open) * q.fen) AS BIGINT),
       CAST(SUM(q.changed) AS BIGINT),
       CAST(SUM(q.is_open * q.was_open * (q.fen - q.before_fen)) AS BIGINT),
       CAST(SUM(q.is_open) AS BIGINT),
       CAST(SUM(q.is_open * q.accepted) AS BIGINT),
       COUNT(DISTINCT CASE WHEN q.is_open = 1 AND q.trade_no <> '' THEN q.trade_no END),
       CAST(SUM(q.is_open * q.fen) AS BIGINT)
FROM (SELECT f.code, f.severity, f.trade_no,
             CASE WHEN f.first_run < $1 THEN 1 ELSE 0 END AS was_open,
             CASE WHEN f.closed_run IS NULL THEN 1 ELSE 0 END AS is_open,
             COALESCE(f.amount_fen, 0) AS fen,
             CASE WHEN w.until_run IS NULL THEN COALESCE(f.amount_fen, 0) ELSE COALESCE(w.amount_fen, 0) END AS before_fen,
             CASE WHEN w.place_only = 0 THEN 1 ELSE 0 END AS changed,
             CASE WHEN v.until_time > (SELECT n.as_of FROM run n WHERE n.run_id = $1)
                   AND v.severity = f.severity AND v.amount_fen IS NOT DISTINCT FROM f.amount_fen
                   AND v.expected IS NOT DISTINCT FROM f.expected AND v.actual IS NOT DISTINCT FROM f.actual
                  THEN 1 ELSE 0 END AS accepted
      FROM finding f
      LEFT JOIN finding_was w
        ON w.trade_no = f.trade_no AND w.code = f.code AND w.batch_no = f.batch_no AND w.notify_id = f.notify_id
           AND w.subject = f.subject AND w.job = f.job AND w.first_run = f.first_run AND w.until_run = $1
      LEFT JOIN review v
        ON v.review_id = (SELECT MAX(x.review_id) FROM review x
                          WHERE x.trade_no = f.trade_no AND x.code = f.code AND x.batch_no = f.batch_no
                            AND x.notify_id = f.notify_id AND x.subject = f.subject AND x.job = f.job
                            AND x.first_run = f.first_run AND x.after_run < $1)
      WHERE f.job = $2 AND (f.closed_run IS NULL OR f.closed_run = $1)) q
GROUP BY q.code
