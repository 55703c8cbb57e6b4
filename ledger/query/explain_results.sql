-- $1 account_id  $2 trade_no
SELECT c.notify_time, c.batch_no, c.occurrence, c.notify_id, c.amount_fen, c.code,
       CASE WHEN EXISTS (SELECT 1 FROM superseded d
                         WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id AND d.batch_no = c.batch_no
                           AND d.occurrence = c.occurrence AND d.source_id = c.source_id AND d.line_no = c.line_no
                           AND d.capture_no = c.capture_no)
            THEN 0 ELSE 1 END,
       s.path, c.line_no
FROM claim_named c
JOIN source s ON s.source_id = c.source_id
WHERE c.account_id = $1 AND c.trade_no = $2
ORDER BY c.notify_time, c.notify_id, c.batch_no, c.occurrence
