-- $1 partner
INSERT INTO account (partner) VALUES ($1) ON CONFLICT (partner) DO NOTHING
