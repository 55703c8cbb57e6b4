-- What is known of a trade at this moment: paid, due, what was refunded and is in flight as
-- results and request lines say, and what acts have given elsewhere.
-- $1 account_id  $2 trade_no
SELECT t.paid_fen, t.due_fen,
       (SELECT CAST(COALESCE(SUM(r.amount_fen), 0) AS BIGINT) FROM result r
        WHERE r.trade_no = t.trade_no AND r.account_id = t.account_id AND r.code = 'SUCCESS') AS refunded_fen,
       (SELECT CAST(COALESCE(SUM(o.amount_fen), 0) AS BIGINT) FROM request_line o
        WHERE o.trade_no = t.trade_no AND o.account_id = t.account_id AND o.voided_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM claim c
                          WHERE c.trade_no = o.trade_no AND c.account_id = o.account_id
                            AND c.batch_no = o.batch_no AND c.occurrence = o.occurrence)) AS pending_fen,
       (SELECT CAST(COALESCE(SUM(a.given_fen), 0) AS BIGINT)
        FROM act_in_force a
        LEFT JOIN act_lapsed x ON x.act_no = a.act_no
        WHERE a.trade_no = t.trade_no AND a.account_id = t.account_id
          AND x.act_no IS NULL) AS given_fen
FROM trade_total t
WHERE t.account_id = $1 AND t.trade_no = $2
