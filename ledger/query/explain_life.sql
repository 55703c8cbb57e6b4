-- The life of a finding: when it opened, with which values until when, what people said of
-- it, who dismissed it, and when it closed.
-- $1 job  $2 code  $3 trade_no  $4 batch_no  $5 notify_id  $6 subject  $7 first_run
SELECT 0 AS place_in, 'finding' AS kind, r.as_of AS at, f.trade_no, f.batch_no, f.notify_id, 0 AS occurrence,
       COALESCE((SELECT w.amount_fen FROM finding_was w
                 WHERE w.trade_no = f.trade_no AND w.code = f.code AND w.batch_no = f.batch_no AND w.notify_id = f.notify_id
                   AND w.subject = f.subject AND w.job = f.job AND w.first_run = f.first_run
                 ORDER BY w.until_run LIMIT 1), f.amount_fen) AS fen,
       f.code, '' AS said, CASE WHEN f.closed_run IS NULL THEN 1 ELSE 0 END AS effective, f.first_run AS run_id, '' AS path, 0 AS line_no
FROM finding f
JOIN run r ON r.run_id = f.first_run
WHERE f.job = $1 AND f.code = $2 AND f.trade_no = $3 AND f.batch_no = $4 AND f.notify_id = $5 AND f.subject = $6 AND f.first_run = $7
UNION ALL
SELECT 1, 'changed', r.as_of, w.trade_no, w.batch_no, w.notify_id, 0, w.amount_fen, w.code,
       COALESCE(w.actual, ''), 0, w.until_run, '', 0
FROM finding_was w
JOIN run r ON r.run_id = w.until_run
WHERE w.job = $1 AND w.code = $2 AND w.trade_no = $3 AND w.batch_no = $4 AND w.notify_id = $5 AND w.subject = $6
  AND w.first_run = $7 AND w.place_only = 0
UNION ALL
SELECT 2, 'review', v.imported_at, v.trade_no, v.batch_no, v.notify_id, 0, NULL, v.code,
       v.decision || ' by ' || v.person || CASE WHEN v.comment = '' THEN '' ELSE ': ' || v.comment END, 1, v.after_run, '', 0
FROM review v
WHERE v.job = $1 AND v.code = $2 AND v.trade_no = $3 AND v.batch_no = $4 AND v.notify_id = $5 AND v.subject = $6 AND v.first_run = $7
UNION ALL
SELECT 3, v.kind, v.said_at, v.trade_no, v.batch_no, v.notify_id, 0, NULL, v.code, v.person || ': ' || v.evidence, 1, 0, 'act A' || CAST(v.act_no AS TEXT), 0
FROM act v
JOIN run r ON r.run_id = $7 AND r.account_id = v.account_id
WHERE v.kind IN ('dismiss', 'undo') AND v.code = $2 AND v.trade_no = $3 AND v.batch_no = $4 AND v.notify_id = $5 AND v.subject = $6 AND v.first_run = $7
UNION ALL
SELECT 4, 'closed', r.as_of, f.trade_no, f.batch_no, f.notify_id, 0, f.amount_fen, f.code, '', 0, f.closed_run, '', 0
FROM finding f
JOIN run r ON r.run_id = f.closed_run
WHERE f.job = $1 AND f.code = $2 AND f.trade_no = $3 AND f.batch_no = $4 AND f.notify_id = $5 AND f.subject = $6 AND f.first_run = $7
ORDER BY 1, 3
LIMIT 10001
