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
       CASE WHEN u.may_name_more = 1 OR o.source_id IS NULL THEN 'every trade' END AS expected,
       u.reason AS actual, u.source_id, u.line_no
FROM unread u
LEFT JOIN (SELECT DISTINCT n.source_id, n.line_no, n.capture_no
           FROM unread u CROSS JOIN named_trade n CROSS JOIN order_row o
           WHERE u.account_id = $1 AND u.code = 'UNREAD_REQUEST' AND u.read_in IS NULL
             AND n.source_id = u.source_id AND n.line_no = u.line_no AND n.capture_no = u.capture_no AND n.code = u.code
             AND o.trade_no = n.trade_no AND o.account_id = n.account_id) o
       ON o.source_id = u.source_id AND o.line_no = u.line_no AND o.capture_no = u.capture_no
LEFT JOIN (SELECT t.source_id, t.line_no, t.capture_no, COUNT(*) AS results
           FROM (SELECT u.source_id, u.line_no, u.capture_no, u.account_id, u.batch_no, j.value AS trade_no
                 FROM unread u CROSS JOIN notification n CROSS JOIN json_each(n.trades) j
                 WHERE u.account_id = $1 AND u.code = 'UNREAD_REQUEST' AND u.read_in IS NULL
                   AND n.batch_no = u.batch_no AND n.account_id = u.account_id
                 UNION
                 SELECT u.source_id, u.line_no, u.capture_no, u.account_id, u.batch_no, a.trade_no
                 FROM unread u CROSS JOIN answer_row a
                 WHERE u.account_id = $1 AND u.code = 'UNREAD_REQUEST' AND u.read_in IS NULL
                   AND a.batch_no = u.batch_no AND a.account_id = u.account_id) t
           CROSS JOIN result r
           WHERE r.trade_no = t.trade_no AND r.account_id = t.account_id AND r.batch_no = t.batch_no
           GROUP BY t.source_id, t.line_no, t.capture_no) k
       ON k.source_id = u.source_id AND k.line_no = u.line_no AND k.capture_no = u.capture_no
LEFT JOIN (SELECT n.source_id, n.line_no, n.capture_no, COUNT(DISTINCT n.trade_no) AS trades
           FROM unread u CROSS JOIN named_trade n CROSS JOIN claim c
           WHERE u.account_id = $1 AND u.code = 'UNREAD_REQUEST' AND u.read_in IS NULL
             AND n.source_id = u.source_id AND n.line_no = u.line_no AND n.capture_no = u.capture_no AND n.code = u.code
             AND c.trade_no = n.trade_no AND c.account_id = u.account_id AND c.batch_no = u.batch_no
           GROUP BY n.source_id, n.line_no, n.capture_no) c
       ON c.source_id = u.source_id AND c.line_no = u.line_no AND c.capture_no = u.capture_no
LEFT JOIN (SELECT DISTINCT u.source_id, u.line_no, u.capture_no
           FROM unread u CROSS JOIN request_line l
           WHERE u.account_id = $1 AND u.code = 'UNREAD_REQUEST' AND u.read_in IS NULL
             AND l.batch_no = u.batch_no AND l.account_id = u.account_id
             AND NOT EXISTS (SELECT 1 FROM claim c
                             WHERE c.trade_no = l.trade_no AND c.account_id = l.account_id AND c.batch_no = l.batch_no)) l
       ON l.source_id = u.source_id AND l.line_no = u.line_no AND l.capture_no = u.capture_no
WHERE u.account_id = $1 AND u.code = 'UNREAD_REQUEST' AND u.read_in IS NULL
  AND (u.batch_no = '' OR u.stated IS NULL OR u.stated <> COALESCE(k.results, 0)
       OR COALESCE(c.trades, 0) < (SELECT COUNT(DISTINCT n.trade_no) FROM named_trade n
                                   WHERE n.source_id = u.source_id AND n.line_no = u.line_no AND n.capture_no = u.capture_no AND n.code = u.code)
       OR l.source_id IS NOT NULL)
