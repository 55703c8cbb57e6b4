-- The lines of a batch about a trade, or all of them, that are not void, and the items of
-- notifications that no request line is known of: what tells of each, and whether a bill
-- shows it.
-- $1 account_id  $2 batch_no  $3 trade_no, '' for all
SELECT l.trade_no, l.occurrence, l.amount_fen,
       (SELECT COUNT(*) FROM claim c
        WHERE c.trade_no = l.trade_no AND c.account_id = l.account_id AND c.batch_no = l.batch_no AND c.occurrence = l.occurrence
          AND c.witness IS DISTINCT FROM 'answer') AS told,
       (SELECT COUNT(*) FROM claim c
        WHERE c.trade_no = l.trade_no AND c.account_id = l.account_id AND c.batch_no = l.batch_no AND c.occurrence = l.occurrence
          AND c.code = 'SUCCESS') AS succeeded,
       (SELECT COUNT(*) FROM bill_refund b
        WHERE b.trade_no = l.trade_no AND b.account_id = l.account_id AND b.batch_no = l.batch_no) AS billed
FROM (SELECT q.trade_no, q.account_id, q.batch_no, q.occurrence, q.amount_fen
      FROM request_line q
      WHERE q.account_id = $1 AND q.batch_no = $2 AND q.voided_at IS NULL AND (CAST($3 AS TEXT) = '' OR q.trade_no = $3)
      UNION ALL
      SELECT r.trade_no, r.account_id, r.batch_no, r.occurrence, r.amount_fen
      FROM result r
      WHERE r.account_id = $1 AND r.batch_no = $2 AND r.trade_no = $3
        AND NOT EXISTS (SELECT 1 FROM request_line q
                        WHERE q.trade_no = r.trade_no AND q.account_id = r.account_id AND q.batch_no = r.batch_no
                          AND q.occurrence = r.occurrence)) l
ORDER BY l.trade_no, l.occurrence
