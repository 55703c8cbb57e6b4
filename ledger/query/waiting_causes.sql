-- What takes the money of a line of ours, that was free when the line was issued: what came
-- to light since of other batches (successes, and what bills show beyond these), and what
-- others have in flight.
-- $1 trade_no  $2 account_id  $3 batch_no
SELECT CASE WHEN EXISTS (SELECT 1 FROM request_line v
                         WHERE v.trade_no = $1 AND v.account_id = $2 AND v.batch_no = k.batch_no AND v.voided_at IS NOT NULL) THEN 'voided'
            WHEN EXISTS (SELECT 1 FROM request q JOIN source s ON s.source_id = q.source_id
                         WHERE q.batch_no = k.batch_no AND q.account_id = $2 AND s.how IN ('journal', 'batch file')) THEN 'elsewhere'
            ELSE k.kind END AS cause,
       k.batch_no, CAST(SUM(k.fen) AS BIGINT)
FROM (SELECT 'refunded' AS kind, c.batch_no, c.occurrence, MAX(c.amount_fen) AS fen
      FROM claim c
      WHERE c.trade_no = $1 AND c.account_id = $2 AND c.batch_no <> $3 AND c.code = 'SUCCESS'
        AND c.source_id > (SELECT r.last_source FROM emitted e JOIN run r ON r.run_id = e.run_id
                           WHERE e.batch_no = $3 AND e.account_id = $2)
      GROUP BY c.batch_no, c.occurrence
      UNION ALL
      SELECT 'billed', b.batch_no, 0, CAST(SUM(b.amount_fen) AS BIGINT)
      FROM bill_refund b
      WHERE b.trade_no = $1 AND b.account_id = $2 AND b.batch_no <> $3
        AND NOT EXISTS (SELECT 1 FROM claim c
                        WHERE c.trade_no = b.trade_no AND c.account_id = b.account_id
                          AND c.batch_no = b.batch_no AND c.code = 'SUCCESS')
      GROUP BY b.batch_no
      UNION ALL
      SELECT 'in flight', o.batch_no, o.occurrence, o.amount_fen
      FROM request_line o
      WHERE o.trade_no = $1 AND o.account_id = $2 AND o.batch_no <> $3 AND o.voided_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM claim c
                        WHERE c.trade_no = o.trade_no AND c.account_id = o.account_id
                          AND c.batch_no = o.batch_no AND c.occurrence = o.occurrence)) k
GROUP BY k.kind, k.batch_no
ORDER BY k.batch_no, 1
