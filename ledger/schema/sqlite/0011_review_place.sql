-- The last decision before a review, of whichever job: the next head has it. An earlier
-- program took the last run of the review's own job for that, and where another job had
-- decided since, no head has the review. It is then taken for said after the last decision.
ALTER TABLE review ADD COLUMN after_commit INTEGER NOT NULL DEFAULT 0;

UPDATE review
SET after_commit = CASE WHEN EXISTS (SELECT 1 FROM run n
                                     JOIN run r ON n.commit_no = r.commit_no + 1
                                     WHERE r.run_id = review.after_run AND n.finished < review.imported_at)
                        THEN (SELECT MAX(r.commit_no) FROM run r)
                        ELSE (SELECT r.commit_no FROM run r WHERE r.run_id = review.after_run) END;

-- What was kept of the words since then lacks these reviews.
UPDATE act_end
SET after_commit = (SELECT MAX(r.commit_no) FROM run r), digest = ''
WHERE EXISTS (SELECT 1 FROM review v
              JOIN run r ON r.run_id = v.after_run
              WHERE v.after_commit > r.commit_no);

CREATE INDEX review_commit ON review (after_commit);
