INSERT INTO error_code (account_id, code, class) VALUES
