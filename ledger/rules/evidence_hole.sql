-- code: EVIDENCE_HOLE
-- severity: error
-- subject: source and day
-- when: a day between the first and the last of a daily series of files has none
-- zh: 按日的文件序列中缺少某一天的文件
-- says: no file of {expected} was ever read under {actual}
-- says-zh: {actual} 从未读到 {expected} 的文件
-- values: text
-- looks: all
-- since: day
-- ends: dismiss
-- section: contract 4.1
-- $1 account_id
SELECT '' AS trade_no, '' AS batch_no, '' AS notify_id,
       h.kind || ' ' || h.pattern || ' ' || CAST(h.day AS TEXT) AS subject,
       NULL AS amount_fen,
       SUBSTR(CAST(h.day AS TEXT), 1, 4) || '-' || SUBSTR(CAST(h.day AS TEXT), 5, 2) || '-' || SUBSTR(CAST(h.day AS TEXT), 7, 2) AS expected,
       h.pattern AS actual, NULL AS source_id, NULL AS line_no
FROM series_hole h
WHERE h.account_id = $1
  AND NOT EXISTS (SELECT 1 FROM series_day d
                  WHERE d.account_id = h.account_id AND d.kind = h.kind AND d.pattern = h.pattern AND d.day = h.day)
