-- What the effective results that acts tell add up to, and what acts give elsewhere, by the
-- acts themselves.
-- $1 account_id
SELECT r.attested, r.attested_failed, r.attested_fen, g.elsewhere_fen
FROM (SELECT COUNT(*) AS attested,
             CAST(COALESCE(SUM(CASE c.code WHEN 'SUCCESS' THEN 0 ELSE 1 END), 0) AS BIGINT) AS attested_failed,
             CAST(COALESCE(SUM(CASE c.code WHEN 'SUCCESS' THEN c.amount_fen ELSE 0 END), 0) AS BIGINT) AS attested_fen
      FROM act a
      CROSS JOIN answer_row b
      CROSS JOIN result c
      WHERE a.account_id = $1 AND a.kind IN ('submitted', 'succeeded', 'failed') AND a.seconds_no IS NULL
        AND b.batch_no = a.batch_no AND b.account_id = a.account_id AND b.answer_id = 'act:' || CAST(a.act_no AS TEXT)
        AND c.trade_no = b.trade_no AND c.account_id = b.account_id AND c.batch_no = b.batch_no
        AND c.occurrence = b.occurrence AND c.source_id = b.source_id AND c.line_no = b.line_no AND c.capture_no = b.item_no) r
CROSS JOIN (SELECT CAST(COALESCE(SUM(a.given_fen), 0) AS BIGINT) AS elsewhere_fen
            FROM act_in_force a
            LEFT JOIN act_lapsed x ON x.act_no = a.act_no
            WHERE a.account_id = $1 AND a.given_fen > 0 AND x.act_no IS NULL) g
