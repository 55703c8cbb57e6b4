-- The claims that are not the greatest of their item, of the batches that a source names
-- again (see claim_ranked).
-- $1 source_id
INSERT INTO superseded (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no)
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no
FROM (SELECT j.value AS trade_no, n.account_id, n.batch_no
      FROM repeated_batch r
      CROSS JOIN notification n
      CROSS JOIN json_each(n.trades) j
      WHERE r.source_id = $1 AND n.batch_no = r.batch_no AND n.account_id = r.account_id
      UNION
      SELECT a.trade_no, a.account_id, a.batch_no
      FROM repeated_batch r
      CROSS JOIN answer_row a
      WHERE r.source_id = $1 AND a.batch_no = r.batch_no AND a.account_id = r.account_id) t
CROSS JOIN claim_ranked c
WHERE c.trade_no = t.trade_no AND c.account_id = t.account_id AND c.batch_no = t.batch_no
  AND EXISTS (SELECT 1 FROM claim_ranked d
              WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id
                AND d.batch_no = c.batch_no AND d.occurrence = c.occurrence
                AND (d.told, d.succeeded, d.stronger, d.notify_time, d.notify_id)
                  > (c.told, c.succeeded, c.stronger, c.notify_time, c.notify_id))
