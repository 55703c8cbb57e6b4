-- The answers of a source count like results, those that are known aside: the same answer
-- stands once, whichever file has it.
-- $1 source_id
INSERT INTO claim (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no, notify_time, amount_fen, code,
                   fee_fen, fee_code, dback, rest, witness)
SELECT a.trade_no, a.account_id, a.batch_no, a.occurrence, a.source_id, a.line_no, a.item_no, a.counted_at, a.amount_fen, a.code,
       a.fee_fen, a.fee_code, a.dback, a.rest, CASE SUBSTR(a.answer_id, 1, 4) WHEN 'act:' THEN 'act' ELSE 'answer' END
FROM answer_row a
WHERE a.source_id = $1
  AND NOT EXISTS (SELECT 1 FROM answer_row b
                  WHERE b.batch_no = a.batch_no AND b.account_id = a.account_id AND b.trade_no = a.trade_no
                    AND b.occurrence = a.occurrence AND b.answer_id = a.answer_id
                    AND (b.source_id, b.line_no, b.item_no) < (a.source_id, a.line_no, a.item_no))
ORDER BY a.trade_no, a.batch_no, a.line_no, a.item_no
