-- What is open of the findings of a run about a trade: those that name it, those that name
-- only a batch in which it has a result or a request line, and those of lines that did not
-- count and name it.
-- $1 job  $2 run_id  $3 trade_no  $4 account_id
SELECT f.code, f.trade_no, f.batch_no, f.notify_id, f.subject, f.first_run, f.amount_fen, f.actual
FROM finding f
WHERE f.job = $1 AND f.first_run <= $2 AND (f.closed_run IS NULL OR f.closed_run > $2) AND f.trade_no = CAST($3 AS TEXT)
UNION
SELECT f.code, f.trade_no, f.batch_no, f.notify_id, f.subject, f.first_run, f.amount_fen, f.actual
FROM finding f
WHERE f.job = $1 AND f.first_run <= $2 AND (f.closed_run IS NULL OR f.closed_run > $2) AND f.trade_no = ''
  AND NOT (f.code = 'BAD_SIGNATURE' AND f.actual IS NOT NULL)
  AND f.batch_no IN (SELECT c.batch_no FROM claim c WHERE c.trade_no = CAST($3 AS TEXT) AND c.account_id = $4
                     UNION
                     SELECT l.batch_no FROM request_line l WHERE l.trade_no = CAST($3 AS TEXT) AND l.account_id = $4)
UNION
SELECT f.code, f.trade_no, f.batch_no, f.notify_id, f.subject, f.first_run, f.amount_fen, f.actual
FROM finding f
JOIN named_trade n ON n.code = f.code
WHERE f.job = $1 AND f.first_run <= $2 AND (f.closed_run IS NULL OR f.closed_run > $2) AND f.trade_no = ''
  AND n.trade_no = CAST($3 AS TEXT) AND n.account_id = $4
  AND ((f.source_id = n.source_id AND f.line_no = n.line_no AND f.batch_no = n.batch_no
        AND (n.batch_no <> '' OR f.subject = CAST(n.source_id AS TEXT) || ':' || CAST(n.line_no AS TEXT) || CASE n.capture_no WHEN 1 THEN '' ELSE ':' || CAST(n.capture_no AS TEXT) END))
       OR (n.batch_no <> '' AND f.batch_no = n.batch_no)
       OR (n.notify_id <> '' AND f.notify_id = n.notify_id))
ORDER BY 1, 2, 3, 4, 5, 6
