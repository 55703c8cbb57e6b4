-- $1 partner
SELECT account_id FROM account WHERE partner = $1
