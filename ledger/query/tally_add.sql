-- $1 run_id  $2 job
INSERT INTO run_tally (run_id, code, severity, opened, closed, open_count, trades, amount_fen)
SELECT $1, f.code, MAX(f.severity),
       CAST(SUM(CASE WHEN f.first_run = $1 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN f.closed_run IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN f.closed_run IS NULL THEN 1 ELSE 0 END) AS BIGINT),
       COUNT(DISTINCT CASE WHEN f.closed_run IS NULL AND f.trade_no <> '' THEN f.trade_no END),
       CAST(COALESCE(SUM(CASE WHEN f.closed_run IS NULL THEN f.amount_fen END), 0) AS BIGINT)
FROM finding f
WHERE f.job = $2 AND (f.closed_run IS NULL OR f.closed_run = $1)
GROUP BY f.code
