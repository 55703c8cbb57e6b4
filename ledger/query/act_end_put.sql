-- $1 after_commit  $2 digest
INSERT INTO act_end (only_row, after_commit, digest) VALUES (1, $1, $2)
ON CONFLICT (only_row) DO UPDATE SET after_commit = excluded.after_commit, digest = excluded.digest
