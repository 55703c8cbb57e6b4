-- The answers of a source count like results, those that are known aside.
-- $1 source_id
INSERT INTO claim (trade_no, account_id, batch_no, occurrence, notify_id, notify_time, amount_fen, code, fee_fen, fee_code, dback, rest, source_id, line_no)
SELECT a.trade_no, a.account_id, a.batch_no, a.occurrence, a.answer_id, a.counted_at, a.amount_fen, a.code, a.fee_fen, a.fee_code,
       a.dback, a.rest, a.source_id, a.line_no
FROM answer_row a
WHERE a.source_id = $1
ORDER BY a.trade_no, a.batch_no, a.line_no, a.item_no
ON CONFLICT (trade_no, account_id, batch_no, occurrence, notify_id) DO NOTHING
