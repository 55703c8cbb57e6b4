DELETE FROM scope_trade
