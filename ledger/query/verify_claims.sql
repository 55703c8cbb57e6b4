-- The claims of all accounts, in the order of their key. The first columns are those of
-- verify_superseded.
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no,
       c.notify_time, c.amount_fen, c.code, c.fee_fen, COALESCE(c.fee_code, ''), COALESCE(c.witness, '')
FROM claim c
ORDER BY c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no
