-- The claims that are wrongly superseded or wrongly not, and what is about no claim.
SELECT COUNT(*)
FROM (SELECT c.trade_no
      FROM claim_ranked c
      WHERE CASE WHEN EXISTS (SELECT 1 FROM superseded s
                              WHERE s.trade_no = c.trade_no AND s.account_id = c.account_id AND s.batch_no = c.batch_no
                                AND s.occurrence = c.occurrence AND s.source_id = c.source_id
                                AND s.line_no = c.line_no AND s.capture_no = c.capture_no) THEN 1 ELSE 0 END
         <> CASE WHEN EXISTS (SELECT 1 FROM claim_ranked d
                              WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id
                                AND d.batch_no = c.batch_no AND d.occurrence = c.occurrence
                                AND (d.told, d.succeeded, d.stronger, d.notify_time, d.notify_id)
                                  > (c.told, c.succeeded, c.stronger, c.notify_time, c.notify_id)) THEN 1 ELSE 0 END
      UNION ALL
      SELECT s.trade_no
      FROM superseded s
      WHERE NOT EXISTS (SELECT 1 FROM claim c
                        WHERE c.trade_no = s.trade_no AND c.account_id = s.account_id AND c.batch_no = s.batch_no
                          AND c.occurrence = s.occurrence AND c.source_id = s.source_id
                          AND c.line_no = s.line_no AND c.capture_no = s.capture_no)) p
