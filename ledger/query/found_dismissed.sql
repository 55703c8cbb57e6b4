-- What a person has dismissed is not found, as long as it says what it said then and nothing
-- newer about its subject was read.
-- $1 account_id
DELETE FROM found
WHERE (trade_no, code, batch_no, notify_id, subject) IN
      (SELECT f.trade_no, f.code, f.batch_no, f.notify_id, f.subject
       FROM act_in_force a
       CROSS JOIN found f
       LEFT JOIN act_lapsed x ON x.act_no = a.act_no
       WHERE a.account_id = $1 AND a.kind = 'dismiss'
         AND f.trade_no = a.trade_no AND f.code = a.code AND f.batch_no = a.batch_no AND f.notify_id = a.notify_id AND f.subject = a.subject
         AND COALESCE(f.amount_fen, -1) = COALESCE(a.amount_fen, -1)
         AND COALESCE(f.expected, '') = a.expected AND COALESCE(f.actual, '') = a.actual
         AND x.act_no IS NULL)
