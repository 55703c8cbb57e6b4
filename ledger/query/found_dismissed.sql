-- What a person has dismissed is not found, as long as it says what it said then and nothing
-- newer about its subject was read.
-- $1 account_id
DELETE FROM found
WHERE EXISTS (SELECT 1 FROM act_in_force a
              WHERE a.kind = 'dismiss' AND a.account_id = $1 AND a.code = found.code AND a.trade_no = found.trade_no
                AND a.batch_no = found.batch_no AND a.notify_id = found.notify_id AND a.subject = found.subject
                AND COALESCE(a.amount_fen, -1) = COALESCE(found.amount_fen, -1)
                AND a.expected = COALESCE(found.expected, '') AND a.actual = COALESCE(found.actual, '')
                AND NOT EXISTS (SELECT 1 FROM act_lapsed x WHERE x.act_no = a.act_no))
