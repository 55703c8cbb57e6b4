-- The claims that are not the greatest of their item, as carried on, in the order of their key.
SELECT s.trade_no, s.account_id, s.batch_no, s.occurrence, s.source_id, s.line_no, s.capture_no
FROM superseded s
ORDER BY s.trade_no, s.account_id, s.batch_no, s.occurrence, s.source_id, s.line_no, s.capture_no
