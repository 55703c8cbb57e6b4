-- code: UNREAD_REQUEST
-- severity: error
-- subject: line
-- holds: yes
-- when: a line of a request log has a trace of a request and does not read, or not all of its lines do, and its batch is not answered whole
-- zh: 请求日志中有一行退款请求无法完整读取，且该批次尚未全部得到结果
-- says: {actual}
-- says-zh: {actual}
-- values: text
-- looks: all
-- since: line
-- ends: dismiss
-- section: contract 3.3, 4.1
-- $1 account_id
SELECT '' AS trade_no, u.batch_no, '' AS notify_id,
       CAST(u.source_id AS TEXT) || ':' || CAST(u.line_no AS TEXT) || CASE u.capture_no WHEN 1 THEN '' ELSE ':' || CAST(u.capture_no AS TEXT) END AS subject,
       NULL AS amount_fen,
       CASE WHEN u.may_name_more = 1
              OR NOT EXISTS (SELECT 1 FROM named_trade n
                             JOIN order_row o ON o.trade_no = n.trade_no AND o.account_id = n.account_id
                             WHERE n.source_id = u.source_id AND n.line_no = u.line_no AND n.capture_no = u.capture_no AND n.code = u.code)
            THEN 'every trade' END AS expected,
       u.reason AS actual, u.source_id, u.line_no
FROM unread u
WHERE u.account_id = $1 AND u.code = 'UNREAD_REQUEST' AND u.read_in IS NULL
  AND (u.batch_no = '' OR u.stated IS NULL
       OR u.stated <> (SELECT COUNT(*) FROM result r
                       WHERE r.batch_no = u.batch_no AND r.account_id = u.account_id
                         AND r.trade_no IN (SELECT n.trade_no FROM notification_trade n WHERE n.batch_no = u.batch_no AND n.account_id = u.account_id
                                            UNION
                                            SELECT a.trade_no FROM answer_row a WHERE a.batch_no = u.batch_no AND a.account_id = u.account_id))
       OR EXISTS (SELECT 1 FROM named_trade n
                  WHERE n.source_id = u.source_id AND n.line_no = u.line_no AND n.capture_no = u.capture_no AND n.code = u.code
                    AND NOT EXISTS (SELECT 1 FROM claim c
                                    WHERE c.trade_no = n.trade_no AND c.account_id = u.account_id AND c.batch_no = u.batch_no))
       OR EXISTS (SELECT 1 FROM request_line l
                  WHERE l.batch_no = u.batch_no AND l.account_id = u.account_id
                    AND NOT EXISTS (SELECT 1 FROM claim c
                                    WHERE c.trade_no = l.trade_no AND c.account_id = l.account_id AND c.batch_no = l.batch_no)))
