-- after: extent_part
-- What a rule yields becomes a row; the rule's SELECT follows as q.
INSERT INTO found (code, severity, holds, trade_no, batch_no, notify_id, subject, amount_fen, expected, actual, source_id, line_no)
