-- code: BAD_SIGNATURE
-- severity: critical
-- subject: notification
-- holds: yes
-- when: a notification's signature does not verify, is missing, or is of another type than the account's: once per batch and day
-- zh: 通知签名验证失败、缺失或类型不符
-- says: the signature is not Alipay's; notify_id and batch_no are as it claims them{and actual}
-- says-zh: 签名不是支付宝的；notify_id 与 batch_no 为其自称{and actual}
-- values: text
-- looks: all
-- since: logged
-- ends: dismiss
-- section: contract 4.1, interface 7
-- $1 account_id
SELECT '' AS trade_no, f.batch_no, f.notify_id, f.subject, NULL AS amount_fen, NULL AS expected,
       CASE f.untouched WHEN 1 THEN 'bills over its days show neither its batch nor a trade that it names: it holds nothing' END AS actual,
       f.source_id, f.line_no
FROM (SELECT d.batch_no, d.notify_id, d.subject, d.source_id, d.line_no, d.capture_no,
             ROW_NUMBER() OVER (PARTITION BY d.batch_no, d.subject ORDER BY d.source_id, d.line_no, d.capture_no) AS place,
             MIN(d.untouched) OVER (PARTITION BY d.batch_no, d.subject) AS untouched
      FROM (SELECT g.batch_no, g.notify_id, g.source_id, g.line_no, g.capture_no,
                   CASE g.batch_no WHEN '' THEN CAST(g.source_id AS TEXT) || ':' || CAST(g.line_no AS TEXT) || CASE g.capture_no WHEN 1 THEN '' ELSE ':' || CAST(g.capture_no AS TEXT) END
                        ELSE CAST((COALESCE(g.logged_at, r.as_of) + 28800000) / 86400000 AS TEXT) END AS subject,
                   CASE WHEN EXISTS (SELECT 1 FROM bill_cover p
                                     WHERE p.account_id = g.account_id AND p.from_time <= g.doubt_from AND p.until_time >= g.doubt_until)
                         AND t.digest IS NULL
                        THEN 1 ELSE 0 END AS untouched
            FROM bad_signature g
            JOIN source s ON s.source_id = g.source_id
            JOIN run r ON r.run_id = s.run_id
            LEFT JOIN (SELECT h.digest, h.account_id
                       FROM bad_signature h CROSS JOIN bill_refund b
                       WHERE h.account_id = $1 AND h.good_in IS NULL AND h.batch_no <> ''
                         AND b.batch_no = h.batch_no AND b.account_id = h.account_id
                       UNION
                       SELECT h.digest, h.account_id
                       FROM bad_signature h CROSS JOIN named_trade n CROSS JOIN bill_refund b
                       WHERE h.account_id = $1 AND h.good_in IS NULL
                         AND n.source_id = h.source_id AND n.line_no = h.line_no AND n.capture_no = h.capture_no AND n.code = 'BAD_SIGNATURE'
                         AND b.trade_no = n.trade_no AND b.account_id = n.account_id
                         AND b.finished_at >= h.doubt_from AND b.finished_at < h.doubt_until) t
                   ON t.digest = g.digest AND t.account_id = g.account_id
            WHERE g.account_id = $1 AND g.good_in IS NULL) d) f
WHERE f.place = 1
