-- code: MALFORMED_NOTIFICATION
-- severity: error
-- subject: line
-- when: a notification does not decode, holds a parameter twice, or lacks a required one
-- zh: 通知无法解码、参数重复或缺少必填参数
-- says: {actual}
-- says-zh: {actual}
-- values: text
-- looks: all
-- since: line
-- ends: dismiss
-- section: contract 4.1, interface 5.2
-- $1 account_id
SELECT '' AS trade_no, '' AS batch_no, '' AS notify_id,
       CAST(x.source_id AS TEXT) || ':' || CAST(x.line_no AS TEXT) || CASE x.capture_no WHEN 1 THEN '' ELSE ':' || CAST(x.capture_no AS TEXT) END AS subject,
       NULL AS amount_fen, NULL AS expected, x.reason AS actual, x.source_id, x.line_no
FROM reject x
WHERE x.account_id = $1 AND x.kind = 'malformed' AND x.read_in IS NULL
