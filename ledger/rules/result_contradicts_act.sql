-- code: RESULT_CONTRADICTS_ACT
-- severity: critical
-- subject: batch and trade
-- holds: yes
-- when: a result that was read later says other than what a person attested
-- zh: 之后读到的结果与人工陈述不一致
-- says: a person attested {expected}, and {actual} was told: {amount} in doubt
-- says-zh: 人工陈述为 {expected}，而结果为 {actual}，存疑 {amount}
-- values: text
-- looks: trade
-- since: result
-- ends: undo
-- section: contract 4.1, 4.4
-- $1 account_id
SELECT i.trade_no, i.batch_no, '' AS notify_id, '' AS subject,
       CAST(SUM(i.apart_fen) AS BIGINT) AS amount_fen, MIN(i.attested) AS expected, MAX(i.told) AS actual,
       NULL AS source_id, NULL AS line_no
FROM (SELECT c.trade_no, c.batch_no, c.occurrence, MIN(c.code) AS attested, MAX(d.code) AS told,
             MAX(CASE WHEN d.code <> c.code THEN CASE WHEN d.amount_fen > c.amount_fen THEN d.amount_fen ELSE c.amount_fen END
                      WHEN d.amount_fen > c.amount_fen THEN d.amount_fen - c.amount_fen
                      ELSE c.amount_fen - d.amount_fen END) AS apart_fen
      FROM repeated_in c
      JOIN claim d ON d.trade_no = c.trade_no AND d.account_id = c.account_id AND d.batch_no = c.batch_no AND d.occurrence = c.occurrence
      WHERE c.account_id = $1 AND c.witness = 'act'
        AND d.witness IS DISTINCT FROM 'act' AND d.source_id > c.source_id
        AND (d.code <> c.code OR d.amount_fen <> c.amount_fen)
      GROUP BY c.trade_no, c.batch_no, c.occurrence) i
GROUP BY i.trade_no, i.batch_no
