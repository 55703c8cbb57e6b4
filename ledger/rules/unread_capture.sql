-- code: UNREAD_CAPTURE
-- severity: error
-- subject: line
-- holds: yes
-- when: a line of a notify log or of answers has a trace of a notification or answer and does not read
-- zh: 通知日志或查询应答中有一行含有退款结果的痕迹但无法读取
-- says: {actual}
-- says-zh: {actual}
-- values: text
-- looks: all
-- since: line
-- ends: dismiss
-- section: contract 3.1, 3.4b, 4.1
-- $1 account_id
SELECT '' AS trade_no, u.batch_no, '' AS notify_id,
       CAST(u.source_id AS TEXT) || ':' || CAST(u.line_no AS TEXT) || CASE u.capture_no WHEN 1 THEN '' ELSE ':' || CAST(u.capture_no AS TEXT) END AS subject,
       NULL AS amount_fen, CASE WHEN u.may_name_more = 1 THEN 'every trade' END AS expected,
       u.reason AS actual, u.source_id, u.line_no
FROM unread u
WHERE u.account_id = $1 AND u.code = 'UNREAD_CAPTURE' AND u.read_in IS NULL
  AND NOT EXISTS (SELECT 1
                  FROM source s
                  CROSS JOIN source n
                  WHERE s.source_id = u.source_id AND s.kind = 'answers'
                    AND n.path = s.path AND n.account_id = s.account_id AND n.kind = 'answers' AND n.source_id > s.source_id
                    AND EXISTS (SELECT 1
                                FROM named_trade m
                                JOIN answer_row a ON a.trade_no = m.trade_no
                                WHERE m.source_id = u.source_id AND m.line_no = u.line_no
                                  AND a.source_id = n.source_id AND a.line_no = u.line_no))
