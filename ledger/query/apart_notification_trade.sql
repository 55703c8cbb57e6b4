-- The trades that notifications list and no claim of them names, and the other way round.
SELECT COUNT(*)
FROM (SELECT k.trade_no
      FROM (SELECT t.trade_no, t.account_id, t.batch_no, t.source_id, t.line_no, t.capture_no, 1 AS told FROM notification_trade t
            UNION ALL
            SELECT c.trade_no, c.account_id, c.batch_no, c.source_id, c.line_no, c.capture_no, -1 FROM claim c
            WHERE c.occurrence = 1 AND c.witness IS NULL) k
      GROUP BY k.trade_no, k.account_id, k.batch_no, k.source_id, k.line_no, k.capture_no
      HAVING CAST(SUM(k.told) AS BIGINT) <> 0) p
