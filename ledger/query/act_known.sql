-- $1 account_id  $2 trade_no  $3 batch_no  $4 person  $5 said_at
SELECT EXISTS (SELECT 1 FROM act a
               WHERE a.account_id = $1 AND a.trade_no = $2 AND a.batch_no = $3 AND a.person = $4 AND a.said_at = $5)
