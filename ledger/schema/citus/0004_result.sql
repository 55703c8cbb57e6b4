-- As it was before this migration: Citus refuses an OFFSET in what is asked for each row.
CREATE OR REPLACE VIEW result AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no, c.notify_time, c.amount_fen, c.code,
       c.fee_fen, c.fee_code, c.dback, c.witness, c.notify_id
FROM claim_named c
WHERE NOT EXISTS (SELECT 1 FROM superseded s
                  WHERE s.trade_no = c.trade_no AND s.account_id = c.account_id AND s.batch_no = c.batch_no
                    AND s.occurrence = c.occurrence AND s.source_id = c.source_id AND s.line_no = c.line_no
                    AND s.capture_no = c.capture_no);
