-- What a person says was paid stands in place of what the exports said until then: an
-- order row that was read after it stands itself, and contradicts it where it says other.
-- after: extent_part
-- $1 account_id
UPDATE trade_total
SET paid_fen = p.paid_fen,
    least_fen = CASE WHEN p.least_fen <> p.greatest_fen THEN p.least_fen END,
    greatest_fen = CASE WHEN p.least_fen <> p.greatest_fen THEN p.greatest_fen END,
    owed_fen = CASE WHEN trade_total.due_fen < p.paid_fen THEN trade_total.due_fen WHEN trade_total.due_fen IS NOT NULL THEN p.paid_fen END
FROM (SELECT t.trade_no, t.account_id,
             COALESCE((SELECT o.paid_fen FROM order_row o
                       WHERE o.trade_no = t.trade_no AND o.account_id = t.account_id AND o.source_id > a.last_source
                         AND o.source_id NOT IN (SELECT r.source_id FROM replaced_source r)
                       ORDER BY o.source_id DESC, o.line_no DESC LIMIT 1), a.amount_fen) AS paid_fen,
             COALESCE((SELECT MIN(o.paid_fen) FROM order_row o
                       WHERE o.trade_no = t.trade_no AND o.account_id = t.account_id AND o.source_id > a.last_source
                         AND o.source_id NOT IN (SELECT r.source_id FROM replaced_source r) AND o.paid_fen < a.amount_fen), a.amount_fen) AS least_fen,
             COALESCE((SELECT MAX(o.paid_fen) FROM order_row o
                       WHERE o.trade_no = t.trade_no AND o.account_id = t.account_id AND o.source_id > a.last_source
                         AND o.source_id NOT IN (SELECT r.source_id FROM replaced_source r) AND o.paid_fen > a.amount_fen), a.amount_fen) AS greatest_fen
      FROM act_in a
      CROSS JOIN trade_total t
      WHERE a.account_id = $1 AND a.kind = 'paid' AND t.trade_no = a.trade_no AND t.account_id = a.account_id
        AND a.act_no = (SELECT MAX(b.act_no) FROM act_in_force b
                        WHERE b.kind = 'paid' AND b.trade_no = a.trade_no AND b.account_id = a.account_id)) p
WHERE trade_total.trade_no = p.trade_no AND trade_total.account_id = p.account_id AND trade_total.paid_fen IS NOT NULL
