-- A list unfolded beside the row that holds it, by the name that SQLite has for this. A view
-- that unfolds lists is put together whole wherever it is not what a statement begins with,
-- since tables are joined in the order of the statement (see ledger/internal/postgres).
-- Strict, so that the rows said here are planned with: few, so that what follows is found by keys.
CREATE FUNCTION json_each(list TEXT) RETURNS TABLE (key TEXT, value TEXT) LANGUAGE SQL IMMUTABLE STRICT PARALLEL SAFE ROWS 1 AS $$
SELECT o.key, o.value FROM json_each_text(CASE WHEN list LIKE '{%' THEN list::JSON END) o
UNION ALL
SELECT NULL, a.value FROM json_array_elements_text(CASE WHEN list NOT LIKE '{%' THEN list::JSON END) a (value)
$$;

-- {{by keys}} keeps what is asked of a result from becoming a join, so that results are found by
-- the keys of what stands before them in a statement. What begins with results, or reads all
-- of them, asks claim_named instead.
CREATE OR REPLACE VIEW result AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no, c.notify_time, c.amount_fen, c.code,
       c.fee_fen, c.fee_code, c.dback, c.witness, c.notify_id
FROM claim_named c
WHERE NOT EXISTS (SELECT 1 FROM superseded s
                  WHERE s.trade_no = c.trade_no AND s.account_id = c.account_id AND s.batch_no = c.batch_no
                    AND s.occurrence = c.occurrence AND s.source_id = c.source_id AND s.line_no = c.line_no
                    AND s.capture_no = c.capture_no{{by keys}});
