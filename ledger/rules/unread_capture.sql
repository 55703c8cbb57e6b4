-- code: UNREAD_CAPTURE
-- severity: error
-- subject: line
-- holds: yes
-- when: a line of a notify log has a trace of a notification and does not read
-- zh: 通知日志中有一行含有退款通知的痕迹但无法读取
-- says: {actual}
-- says-zh: {actual}
-- values: text
-- looks: all
-- section: contract 3.1, 4.1
-- $1 account_id
SELECT '' AS trade_no, u.batch_no, '' AS notify_id,
       CAST(u.source_id AS TEXT) || ':' || CAST(u.line_no AS TEXT) || CASE u.capture_no WHEN 1 THEN '' ELSE ':' || CAST(u.capture_no AS TEXT) END AS subject,
       NULL AS amount_fen, NULL AS expected, u.reason AS actual, u.source_id, u.line_no
FROM unread u
WHERE u.account_id = $1 AND u.code = 'UNREAD_CAPTURE'
