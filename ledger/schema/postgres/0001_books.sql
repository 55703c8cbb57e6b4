-- The books as SQLite keeps them after its migrations, in the words of PostgreSQL: numbers
-- of 64 bits, texts in the order of their bytes. What is counted by trade may stand in
-- partitions of its hash (see README.md).

-- The number after the greatest one, as SQLite gives it: a sequence leaves gaps where a
-- transaction is rolled back, and the numbers of runs stand in every report.
CREATE FUNCTION next_account_id() RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN (SELECT COALESCE(MAX(t.account_id), 0) + 1 FROM account t); END $$;
CREATE FUNCTION next_run_id() RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN (SELECT COALESCE(MAX(t.run_id), 0) + 1 FROM run t); END $$;
CREATE FUNCTION next_source_id() RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN (SELECT COALESCE(MAX(t.source_id), 0) + 1 FROM source t); END $$;
CREATE FUNCTION next_review_id() RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN (SELECT COALESCE(MAX(t.review_id), 0) + 1 FROM review t); END $$;
CREATE FUNCTION next_announcement_id() RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN (SELECT COALESCE(MAX(t.announcement_id), 0) + 1 FROM announcement t); END $$;
CREATE FUNCTION next_act_no() RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN (SELECT COALESCE(MAX(t.act_no), 0) + 1 FROM act t); END $$;

-- The beginning of the day that a batch number begins with, as UNIXEPOCH of SQLite takes
-- it: a day after the last one of its month is one of the next month. NULL for no day.
CREATE FUNCTION day_of_batch(batch_no TEXT) RETURNS BIGINT LANGUAGE SQL IMMUTABLE AS $$
SELECT CASE
  WHEN batch_no ~ '^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])'
  THEN (MAKE_DATE(CASE SUBSTR(batch_no, 1, 4) WHEN '0000' THEN -1 ELSE SUBSTR(batch_no, 1, 4)::INTEGER END, SUBSTR(batch_no, 5, 2)::INTEGER, 1)
        - DATE '1970-01-01' + SUBSTR(batch_no, 7, 2)::INTEGER - 1)::BIGINT * 86400000 - 28800000
END $$;

CREATE TABLE account (
  account_id BIGINT           NOT NULL PRIMARY KEY DEFAULT next_account_id(),
  partner    TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE run (
  run_id          BIGINT           NOT NULL PRIMARY KEY DEFAULT next_run_id(),
  job             TEXT COLLATE "C" NOT NULL,
  account_id      BIGINT           NOT NULL REFERENCES account (account_id),
  as_of           BIGINT           NOT NULL,
  state           TEXT COLLATE "C" NOT NULL CHECK (state IN ('started', 'committed', 'published')),
  started         BIGINT           NOT NULL,
  finished        BIGINT,
  commit_no       BIGINT           UNIQUE,
  last_source     BIGINT           NOT NULL DEFAULT 0,
  policy          TEXT COLLATE "C" NOT NULL DEFAULT '',
  exit_status     BIGINT           NOT NULL DEFAULT 0,
  head            TEXT COLLATE "C" NOT NULL DEFAULT '',
  inputs          TEXT COLLATE "C" NOT NULL DEFAULT '',
  unsigned        TEXT COLLATE "C" NOT NULL DEFAULT '',
  directory       TEXT COLLATE "C" NOT NULL DEFAULT '',
  notifications   BIGINT           NOT NULL DEFAULT 0,
  results         BIGINT           NOT NULL DEFAULT 0,
  success_fen     BIGINT           NOT NULL DEFAULT 0,
  failed_results  BIGINT           NOT NULL DEFAULT 0,
  orders          BIGINT           NOT NULL DEFAULT 0,
  paid_fen        BIGINT           NOT NULL DEFAULT 0,
  requests        BIGINT           NOT NULL DEFAULT 0,
  request_lines   BIGINT           NOT NULL DEFAULT 0,
  trades          BIGINT           NOT NULL DEFAULT 0,
  fee_back_fen    BIGINT,
  fee_failed_fen  BIGINT,
  too_much_trades BIGINT,
  too_much_fen    BIGINT,
  twice_trades    BIGINT,
  twice_fen       BIGINT,
  ready_trades    BIGINT,
  ready_fen       BIGINT,
  held_trades     BIGINT,
  held_fen        BIGINT,
  unknown_trades  BIGINT,
  unknown_fen     BIGINT,
  attested        BIGINT           NOT NULL DEFAULT 0,
  attested_failed BIGINT           NOT NULL DEFAULT 0,
  attested_fen    BIGINT           NOT NULL DEFAULT 0,
  elsewhere_fen   BIGINT           NOT NULL DEFAULT 0
);

CREATE TABLE source (
  source_id  BIGINT           NOT NULL PRIMARY KEY DEFAULT next_source_id(),
  prior_id   BIGINT           NOT NULL,
  run_id     BIGINT           NOT NULL REFERENCES run (run_id),
  account_id BIGINT           NOT NULL REFERENCES account (account_id),
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('notify', 'orders', 'requests', 'bills', 'answers')),
  path       TEXT COLLATE "C" NOT NULL,
  head       BYTEA,
  first_line BIGINT           NOT NULL,
  charset    TEXT COLLATE "C" NOT NULL,
  how        TEXT COLLATE "C" NOT NULL,
  extra      BIGINT           NOT NULL,
  lines      BIGINT           NOT NULL,
  accepted   BIGINT           NOT NULL,
  duplicate  BIGINT           NOT NULL,
  rejected   BIGINT           NOT NULL,
  ignored    BIGINT           NOT NULL,
  first_time BIGINT,
  last_time  BIGINT,
  file_day   BIGINT           NOT NULL DEFAULT 0,
  keys       TEXT COLLATE "C" NOT NULL DEFAULT '',
  known_good BIGINT           NOT NULL DEFAULT 0,
  bare_posts BIGINT           NOT NULL DEFAULT 0,
  further    BIGINT,
  CHECK (lines = accepted + duplicate + rejected + ignored)
);

CREATE TABLE act (
  act_no       BIGINT           NOT NULL PRIMARY KEY DEFAULT next_act_no(),
  account_id   BIGINT           NOT NULL REFERENCES account (account_id),
  kind         TEXT COLLATE "C" NOT NULL CHECK (kind IN ('void', 'submitted', 'succeeded', 'failed', 'elsewhere', 'paid', 'unrefunded', 'allow', 'dismiss', 'undo')),
  batch_no     TEXT COLLATE "C" NOT NULL,
  trade_no     TEXT COLLATE "C" NOT NULL,
  notify_id    TEXT COLLATE "C" NOT NULL,
  subject      TEXT COLLATE "C" NOT NULL,
  first_run    BIGINT           NOT NULL,
  code         TEXT COLLATE "C" NOT NULL,
  amount_fen   BIGINT           CHECK (amount_fen BETWEEN 0 AND 10000000000),
  expected     TEXT COLLATE "C" NOT NULL,
  actual       TEXT COLLATE "C" NOT NULL,
  given_fen    BIGINT           NOT NULL CHECK (given_fen BETWEEN 0 AND 10000000000),
  seconds_no   BIGINT,
  undoes_no    BIGINT,
  needed       BIGINT           NOT NULL CHECK (needed > 0),
  person       TEXT COLLATE "C" NOT NULL,
  evidence     TEXT COLLATE "C" NOT NULL,
  file_name    TEXT COLLATE "C" NOT NULL,
  file_sha256  TEXT COLLATE "C" NOT NULL,
  said_at      BIGINT           NOT NULL,
  said_day     BIGINT           NOT NULL,
  after_commit BIGINT           NOT NULL,
  last_source  BIGINT           NOT NULL,
  carried      BIGINT           NOT NULL DEFAULT 0,
  CHECK ((kind = 'undo') = (undoes_no IS NOT NULL))
);

CREATE TABLE act_end (
  only_row     BIGINT           NOT NULL PRIMARY KEY CHECK (only_row = 1),
  after_commit BIGINT           NOT NULL,
  digest       TEXT COLLATE "C" NOT NULL
);

CREATE TABLE announcement (
  announcement_id BIGINT           NOT NULL PRIMARY KEY DEFAULT next_announcement_id(),
  run_id          BIGINT           REFERENCES run (run_id),
  job             TEXT COLLATE "C" NOT NULL,
  stage           TEXT COLLATE "C" NOT NULL CHECK (stage IN ('start', 'end')),
  at              BIGINT           NOT NULL,
  target          TEXT COLLATE "C" NOT NULL,
  attempts        BIGINT           NOT NULL,
  failure         TEXT COLLATE "C" NOT NULL
);

CREATE TABLE answer_row (
  source_id  BIGINT           NOT NULL,
  line_no    BIGINT           NOT NULL,
  item_no    BIGINT           NOT NULL,
  account_id BIGINT           NOT NULL,
  trade_no   TEXT COLLATE "C" NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  occurrence BIGINT           NOT NULL,
  answer_id  TEXT COLLATE "C" NOT NULL,
  counted_at BIGINT           NOT NULL,
  amount_fen BIGINT           NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  code       TEXT COLLATE "C" NOT NULL,
  fee_fen    BIGINT           CHECK (fee_fen BETWEEN 0 AND 10000000000),
  fee_code   TEXT COLLATE "C",
  dback      TEXT COLLATE "C" NOT NULL,
  rest       TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (source_id, line_no, item_no)
);

CREATE TABLE approval (
  run_id       BIGINT           NOT NULL REFERENCES run (run_id),
  digest       TEXT COLLATE "C" NOT NULL,
  person       TEXT COLLATE "C" NOT NULL,
  approved_at  BIGINT           NOT NULL,
  after_commit BIGINT,
  PRIMARY KEY (run_id, digest, person)
);

CREATE TABLE bad_signature (
  digest      BYTEA            NOT NULL,
  account_id  BIGINT           NOT NULL,
  notify_id   TEXT COLLATE "C" NOT NULL,
  batch_no    TEXT COLLATE "C" NOT NULL,
  source_id   BIGINT           NOT NULL,
  line_no     BIGINT           NOT NULL,
  good_in     BIGINT,
  logged_at   BIGINT,
  doubt_from  BIGINT,
  doubt_until BIGINT,
  capture_no  BIGINT           NOT NULL DEFAULT 1,
  PRIMARY KEY (digest, account_id)
);

CREATE TABLE bill_cover (
  account_id BIGINT NOT NULL,
  from_time  BIGINT NOT NULL,
  until_time BIGINT NOT NULL,
  PRIMARY KEY (account_id, from_time)
);

CREATE TABLE bill_period (
  account_id BIGINT NOT NULL,
  from_time  BIGINT NOT NULL,
  until_time BIGINT NOT NULL,
  source_id  BIGINT NOT NULL,
  PRIMARY KEY (account_id, from_time, until_time, source_id),
  CHECK (from_time < until_time)
);

CREATE TABLE bill_refund (
  trade_no    TEXT COLLATE "C" NOT NULL,
  account_id  BIGINT           NOT NULL,
  batch_no    TEXT COLLATE "C" NOT NULL,
  finished_at BIGINT           NOT NULL,
  amount_fen  BIGINT           NOT NULL,
  occurrence  BIGINT           NOT NULL,
  source_id   BIGINT           NOT NULL,
  line_no     BIGINT           NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, finished_at, amount_fen, occurrence)
) {{by trade}};

CREATE TABLE bill_row (
  source_id   BIGINT           NOT NULL,
  line_no     BIGINT           NOT NULL,
  account_id  BIGINT           NOT NULL,
  trade_no    TEXT COLLATE "C" NOT NULL,
  batch_no    TEXT COLLATE "C" NOT NULL,
  finished_at BIGINT           NOT NULL,
  amount_fen  BIGINT           NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  PRIMARY KEY (source_id, line_no)
);

CREATE TABLE capture_block (
  source_id  BIGINT           NOT NULL,
  block_no   BIGINT           NOT NULL,
  captures   BIGINT           NOT NULL,
  extra      BIGINT           NOT NULL,
  first_time BIGINT           NOT NULL,
  last_time  BIGINT           NOT NULL,
  batches    TEXT COLLATE "C" NOT NULL,
  UNIQUE (source_id, block_no)
);

CREATE TABLE claim (
  trade_no    TEXT COLLATE "C" NOT NULL,
  account_id  BIGINT           NOT NULL,
  batch_no    TEXT COLLATE "C" NOT NULL,
  occurrence  BIGINT           NOT NULL,
  source_id   BIGINT           NOT NULL,
  line_no     BIGINT           NOT NULL,
  capture_no  BIGINT           NOT NULL,
  notify_time BIGINT           NOT NULL,
  amount_fen  BIGINT           NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  code        TEXT COLLATE "C" NOT NULL,
  fee_fen     BIGINT           CHECK (fee_fen BETWEEN 0 AND 10000000000),
  fee_code    TEXT COLLATE "C",
  dback       TEXT COLLATE "C" NOT NULL,
  rest        TEXT COLLATE "C" NOT NULL,
  witness     TEXT COLLATE "C" CHECK (witness IN ('answer', 'act')),
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no)
) {{by trade}};

CREATE TABLE claim_sum (
  account_id     BIGINT           NOT NULL,
  day_no         BIGINT           NOT NULL,
  code           TEXT COLLATE "C" NOT NULL,
  claims         BIGINT           NOT NULL,
  amount_fen     BIGINT           NOT NULL,
  first_time     BIGINT,
  last_time      BIGINT,
  fee_back_fen   BIGINT           NOT NULL DEFAULT 0,
  fee_failed_fen BIGINT           NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, day_no, code)
);

CREATE TABLE content (
  sha256     TEXT COLLATE "C" NOT NULL,
  account_id BIGINT           NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  part       BIGINT           NOT NULL,
  byte_count BIGINT           NOT NULL,
  path       TEXT COLLATE "C" NOT NULL,
  member     TEXT COLLATE "C" NOT NULL,
  run_id     BIGINT           NOT NULL REFERENCES run (run_id),
  fresh      BIGINT           NOT NULL,
  source_id  BIGINT           NOT NULL,
  last_line  BIGINT           NOT NULL,
  PRIMARY KEY (sha256, account_id, kind, part)
);

CREATE TABLE correction (
  run_id     BIGINT           NOT NULL REFERENCES run (run_id),
  trade_no   TEXT COLLATE "C" NOT NULL,
  amount_fen BIGINT           NOT NULL CHECK (amount_fen > 0),
  status     TEXT COLLATE "C" NOT NULL CHECK (status IN ('issued', 'held', 'proposed')),
  hold       TEXT COLLATE "C" NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  reason     TEXT COLLATE "C" NOT NULL,
  code       TEXT COLLATE "C" NOT NULL,
  seq        BIGINT           NOT NULL DEFAULT 0,
  born_day   BIGINT           NOT NULL DEFAULT 0,
  act_no     BIGINT           NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, trade_no),
  CHECK ((status = 'held') = (hold <> ''))
);

CREATE TABLE day_sum (
  account_id    BIGINT NOT NULL,
  day_no        BIGINT NOT NULL,
  notifications BIGINT NOT NULL,
  request_lines BIGINT NOT NULL,
  PRIMARY KEY (account_id, day_no)
);

CREATE TABLE emitted (
  batch_no   TEXT COLLATE "C" NOT NULL,
  account_id BIGINT           NOT NULL,
  run_id     BIGINT           NOT NULL REFERENCES run (run_id),
  seq        BIGINT           NOT NULL,
  charset    TEXT COLLATE "C" NOT NULL,
  gateway    TEXT COLLATE "C" NOT NULL,
  params     BYTEA            NOT NULL,
  UNIQUE (batch_no, account_id),
  UNIQUE (run_id, seq)
);

CREATE TABLE error_code (
  account_id BIGINT           NOT NULL,
  code       TEXT COLLATE "C" NOT NULL,
  class      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, code)
);

CREATE TABLE export_part (
  source_id  BIGINT           NOT NULL PRIMARY KEY,
  first_id   BIGINT           NOT NULL,
  account_id BIGINT           NOT NULL,
  path       TEXT COLLATE "C" NOT NULL,
  sha256     TEXT COLLATE "C" NOT NULL,
  settings   TEXT COLLATE "C" NOT NULL,
  byte_count BIGINT           NOT NULL,
  member     TEXT COLLATE "C" NOT NULL,
  run_id     BIGINT           NOT NULL REFERENCES run (run_id),
  fresh      BIGINT           NOT NULL
);

CREATE TABLE finding (
  trade_no   TEXT COLLATE "C" NOT NULL,
  code       TEXT COLLATE "C" NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  notify_id  TEXT COLLATE "C" NOT NULL,
  subject    TEXT COLLATE "C" NOT NULL,
  job        TEXT COLLATE "C" NOT NULL,
  first_run  BIGINT           NOT NULL,
  severity   TEXT COLLATE "C" NOT NULL,
  amount_fen BIGINT,
  expected   TEXT COLLATE "C",
  actual     TEXT COLLATE "C",
  source_id  BIGINT,
  line_no    BIGINT,
  closed_run BIGINT,
  PRIMARY KEY (trade_no, code, batch_no, notify_id, subject, job, first_run)
) {{by trade}};

CREATE TABLE finding_was (
  trade_no   TEXT COLLATE "C" NOT NULL,
  code       TEXT COLLATE "C" NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  notify_id  TEXT COLLATE "C" NOT NULL,
  subject    TEXT COLLATE "C" NOT NULL,
  job        TEXT COLLATE "C" NOT NULL,
  first_run  BIGINT           NOT NULL,
  until_run  BIGINT           NOT NULL,
  place_only BIGINT           NOT NULL,
  severity   TEXT COLLATE "C" NOT NULL,
  amount_fen BIGINT,
  expected   TEXT COLLATE "C",
  actual     TEXT COLLATE "C",
  source_id  BIGINT,
  line_no    BIGINT,
  PRIMARY KEY (trade_no, code, batch_no, notify_id, subject, job, first_run, until_run)
) {{by trade}};

CREATE TABLE found (
  trade_no   TEXT COLLATE "C" NOT NULL,
  code       TEXT COLLATE "C" NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  notify_id  TEXT COLLATE "C" NOT NULL,
  subject    TEXT COLLATE "C" NOT NULL,
  severity   TEXT COLLATE "C" NOT NULL,
  holds      BIGINT           NOT NULL,
  amount_fen BIGINT,
  expected   TEXT COLLATE "C",
  actual     TEXT COLLATE "C",
  source_id  BIGINT,
  line_no    BIGINT,
  PRIMARY KEY (trade_no, code, batch_no, notify_id, subject)
) {{by trade}};

CREATE TABLE line_mark (
  source_id BIGINT NOT NULL,
  seq       BIGINT NOT NULL,
  marks     BYTEA  NOT NULL,
  UNIQUE (source_id, seq)
);

CREATE TABLE line_verdict (
  source_id BIGINT NOT NULL,
  seq       BIGINT NOT NULL,
  verdicts  BYTEA  NOT NULL,
  UNIQUE (source_id, seq)
);

CREATE TABLE malformed_item (
  source_id  BIGINT           NOT NULL,
  line_no    BIGINT           NOT NULL,
  capture_no BIGINT           NOT NULL,
  item_no    BIGINT           NOT NULL,
  account_id BIGINT           NOT NULL,
  notify_id  TEXT COLLATE "C" NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  reason     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (source_id, line_no, capture_no, item_no)
);

CREATE TABLE named_trade (
  trade_no   TEXT COLLATE "C" NOT NULL,
  account_id BIGINT           NOT NULL,
  source_id  BIGINT           NOT NULL,
  line_no    BIGINT           NOT NULL,
  capture_no BIGINT           NOT NULL,
  code       TEXT COLLATE "C" NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  notify_id  TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (trade_no, account_id, source_id, line_no, capture_no, code)
) {{by trade}};

CREATE TABLE notice_sum (
  account_id    BIGINT NOT NULL PRIMARY KEY,
  notifications BIGINT NOT NULL,
  stated        BIGINT NOT NULL,
  counted       BIGINT NOT NULL
);

CREATE TABLE notification (
  batch_no    TEXT COLLATE "C" NOT NULL,
  account_id  BIGINT           NOT NULL,
  notify_id   TEXT COLLATE "C" NOT NULL,
  digest      BYTEA            NOT NULL,
  notify_time BIGINT           NOT NULL,
  sent_at     BIGINT           NOT NULL,
  logged_at   BIGINT,
  success_num BIGINT           NOT NULL,
  successes   BIGINT           NOT NULL,
  extra       BIGINT           NOT NULL,
  source_id   BIGINT           NOT NULL,
  line_no     BIGINT           NOT NULL,
  capture_no  BIGINT           NOT NULL,
  trades      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (batch_no, account_id, notify_id)
);

CREATE TABLE notify_block (
  account_id BIGINT           NOT NULL,
  first_id   TEXT COLLATE "C" NOT NULL,
  batches    TEXT COLLATE "C" NOT NULL,
  UNIQUE (account_id, first_id)
);

CREATE TABLE open_line (
  trade_no   TEXT COLLATE "C" NOT NULL,
  account_id BIGINT           NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (trade_no, account_id)
) {{by trade}};

CREATE TABLE order_block (
  source_id BIGINT           NOT NULL,
  block_no  BIGINT           NOT NULL,
  trades    TEXT COLLATE "C" NOT NULL,
  UNIQUE (source_id, block_no)
);

CREATE TABLE order_row (
  trade_no      TEXT COLLATE "C" NOT NULL,
  account_id    BIGINT           NOT NULL,
  source_id     BIGINT           NOT NULL,
  line_no       BIGINT           NOT NULL,
  paid_fen      BIGINT           NOT NULL CHECK (paid_fen BETWEEN 0 AND 10000000000),
  due_fen       BIGINT           CHECK (due_fen BETWEEN 0 AND 10000000000),
  out_trade_no  TEXT COLLATE "C" NOT NULL,
  paid_at       TEXT COLLATE "C" NOT NULL,
  status        TEXT COLLATE "C" NOT NULL,
  refund_reason TEXT COLLATE "C" NOT NULL,
  seller        TEXT COLLATE "C" NOT NULL,
  paid_day      BIGINT,
  several       BIGINT           NOT NULL DEFAULT 0,
  PRIMARY KEY (trade_no, account_id, source_id, line_no)
) {{by trade}};

CREATE TABLE redelivery (
  batch_no    TEXT COLLATE "C" NOT NULL,
  account_id  BIGINT           NOT NULL,
  notify_id   TEXT COLLATE "C" NOT NULL,
  source_id   BIGINT           NOT NULL,
  line_no     BIGINT           NOT NULL,
  capture_no  BIGINT           NOT NULL,
  digest      BYTEA            NOT NULL,
  notify_time BIGINT           NOT NULL,
  logged_at   BIGINT,
  success_num BIGINT           NOT NULL,
  successes   BIGINT           NOT NULL,
  extra       BIGINT           NOT NULL,
  PRIMARY KEY (batch_no, account_id, notify_id, source_id, line_no, capture_no)
);

CREATE TABLE reject (
  source_id  BIGINT           NOT NULL,
  line_no    BIGINT           NOT NULL,
  capture_no BIGINT           NOT NULL,
  account_id BIGINT           NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('row', 'malformed', 'signature', 'conflict', 'reused')),
  notify_id  TEXT COLLATE "C" NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  reason     TEXT COLLATE "C" NOT NULL,
  read_in    BIGINT,
  PRIMARY KEY (source_id, line_no, capture_no)
);

CREATE TABLE release (
  run_id       BIGINT           NOT NULL REFERENCES run (run_id),
  seq          BIGINT           NOT NULL,
  batch_no     TEXT COLLATE "C" NOT NULL,
  account_id   BIGINT           NOT NULL,
  person       TEXT COLLATE "C" NOT NULL,
  released_at  BIGINT           NOT NULL,
  published    BIGINT           NOT NULL,
  after_commit BIGINT           NOT NULL,
  carried      BIGINT           NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, seq)
);

CREATE TABLE repeated_batch (
  batch_no   TEXT COLLATE "C" NOT NULL,
  account_id BIGINT           NOT NULL,
  source_id  BIGINT           NOT NULL DEFAULT 0,
  PRIMARY KEY (batch_no, account_id)
);

CREATE TABLE replaced_source (
  source_id BIGINT NOT NULL PRIMARY KEY,
  by_source BIGINT NOT NULL
);

CREATE TABLE request (
  batch_no      TEXT COLLATE "C" NOT NULL,
  account_id    BIGINT           NOT NULL,
  origin        TEXT COLLATE "C" NOT NULL CHECK (origin IN ('captured', 'emitted')),
  digest        BYTEA            NOT NULL,
  refund_time   BIGINT,
  line_count    BIGINT           NOT NULL,
  total_fen     BIGINT           NOT NULL,
  faults        TEXT COLLATE "C" NOT NULL,
  voided_at     BIGINT,
  source_id     BIGINT,
  line_no       BIGINT,
  bad_signature TEXT COLLATE "C" NOT NULL DEFAULT '',
  good_in       BIGINT,
  unnotified    BIGINT           NOT NULL DEFAULT 0,
  PRIMARY KEY (batch_no, account_id)
);

CREATE TABLE request_line (
  trade_no    TEXT COLLATE "C" NOT NULL,
  account_id  BIGINT           NOT NULL,
  batch_no    TEXT COLLATE "C" NOT NULL,
  occurrence  BIGINT           NOT NULL,
  amount_fen  BIGINT           NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  refund_time BIGINT           NOT NULL,
  voided_at   BIGINT,
  reason      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence)
) {{by trade}};

CREATE TABLE request_sum (
  account_id BIGINT NOT NULL PRIMARY KEY,
  requests   BIGINT NOT NULL
);

CREATE TABLE review (
  review_id    BIGINT           NOT NULL PRIMARY KEY DEFAULT next_review_id(),
  trade_no     TEXT COLLATE "C" NOT NULL,
  code         TEXT COLLATE "C" NOT NULL,
  batch_no     TEXT COLLATE "C" NOT NULL,
  notify_id    TEXT COLLATE "C" NOT NULL,
  subject      TEXT COLLATE "C" NOT NULL,
  job          TEXT COLLATE "C" NOT NULL,
  first_run    BIGINT           NOT NULL,
  after_run    BIGINT           NOT NULL REFERENCES run (run_id),
  decision     TEXT COLLATE "C" NOT NULL CHECK (decision IN ('open', 'explained', 'corrected', 'false alarm', 'accepted')),
  owner        TEXT COLLATE "C" NOT NULL,
  comment      TEXT COLLATE "C" NOT NULL,
  tick         BIGINT           NOT NULL,
  until_time   BIGINT,
  severity     TEXT COLLATE "C" NOT NULL,
  amount_fen   BIGINT,
  expected     TEXT COLLATE "C",
  actual       TEXT COLLATE "C",
  person       TEXT COLLATE "C" NOT NULL,
  imported_at  BIGINT           NOT NULL,
  carried      BIGINT           NOT NULL DEFAULT 0,
  after_commit BIGINT           NOT NULL DEFAULT 0,
  CHECK ((decision = 'accepted') = (until_time IS NOT NULL))
);

CREATE TABLE run_cover (
  run_id      BIGINT           NOT NULL REFERENCES run (run_id),
  from_day    BIGINT           NOT NULL,
  until_day   BIGINT           NOT NULL,
  bill        BIGINT           NOT NULL,
  submissions BIGINT           NOT NULL,
  covered     BIGINT           NOT NULL,
  why         TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (run_id, from_day)
);

CREATE TABLE run_file (
  run_id     BIGINT           NOT NULL REFERENCES run (run_id),
  seq        BIGINT           NOT NULL,
  path       TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  sha256     TEXT COLLATE "C" NOT NULL,
  size       BIGINT           NOT NULL,
  charset    TEXT COLLATE "C" NOT NULL,
  how        TEXT COLLATE "C" NOT NULL,
  extra      BIGINT           NOT NULL,
  unchanged  BIGINT           NOT NULL,
  refused    TEXT COLLATE "C" NOT NULL,
  lines      BIGINT           NOT NULL,
  accepted   BIGINT           NOT NULL,
  duplicate  BIGINT           NOT NULL,
  rejected   BIGINT           NOT NULL,
  ignored    BIGINT           NOT NULL,
  first_time BIGINT,
  last_time  BIGINT,
  unread     TEXT COLLATE "C" NOT NULL DEFAULT '',
  left_bytes BIGINT           NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, seq)
);

CREATE TABLE run_gap (
  run_id  BIGINT           NOT NULL REFERENCES run (run_id),
  seq     BIGINT           NOT NULL,
  pattern TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (run_id, seq)
);

CREATE TABLE run_part (
  run_id    BIGINT           NOT NULL REFERENCES run (run_id),
  seq       BIGINT           NOT NULL,
  part      BIGINT           NOT NULL,
  path      TEXT COLLATE "C" NOT NULL,
  source_id BIGINT           NOT NULL,
  last_line BIGINT           NOT NULL,
  PRIMARY KEY (run_id, seq, part)
);

CREATE TABLE run_tally (
  run_id        BIGINT           NOT NULL REFERENCES run (run_id),
  code          TEXT COLLATE "C" NOT NULL,
  severity      TEXT COLLATE "C" NOT NULL,
  opening_count BIGINT           NOT NULL,
  opening_fen   BIGINT           NOT NULL,
  opened        BIGINT           NOT NULL,
  opened_fen    BIGINT           NOT NULL,
  closed        BIGINT           NOT NULL,
  closed_fen    BIGINT           NOT NULL,
  changed       BIGINT           NOT NULL,
  changed_fen   BIGINT           NOT NULL,
  open_count    BIGINT           NOT NULL,
  accepted      BIGINT           NOT NULL,
  trades        BIGINT           NOT NULL,
  amount_fen    BIGINT           NOT NULL,
  PRIMARY KEY (run_id, code)
);

CREATE TABLE scope_batch (
  batch_no TEXT COLLATE "C" NOT NULL PRIMARY KEY
);

CREATE TABLE scope_trade (
  trade_no TEXT COLLATE "C" NOT NULL PRIMARY KEY
) {{by trade}};

CREATE TABLE series_day (
  account_id BIGINT           NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  pattern    TEXT COLLATE "C" NOT NULL,
  day        BIGINT           NOT NULL,
  run_id     BIGINT           NOT NULL REFERENCES run (run_id),
  PRIMARY KEY (account_id, kind, pattern, day)
);

CREATE TABLE series_hole (
  account_id BIGINT           NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  pattern    TEXT COLLATE "C" NOT NULL,
  day        BIGINT           NOT NULL,
  run_id     BIGINT           NOT NULL REFERENCES run (run_id),
  PRIMARY KEY (account_id, kind, pattern, day)
);

CREATE TABLE stamp (
  account_id  BIGINT           NOT NULL,
  kind        TEXT COLLATE "C" NOT NULL,
  path        TEXT COLLATE "C" NOT NULL,
  size        BIGINT           NOT NULL,
  modified_ns BIGINT           NOT NULL,
  changed_ns  BIGINT           NOT NULL,
  device      BIGINT           NOT NULL,
  inode       BIGINT           NOT NULL,
  measured_ns BIGINT           NOT NULL,
  final       BIGINT           NOT NULL,
  whole       TEXT COLLATE "C" NOT NULL,
  up_to       TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, kind, path)
);

CREATE TABLE superseded (
  trade_no   TEXT COLLATE "C" NOT NULL,
  account_id BIGINT           NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  occurrence BIGINT           NOT NULL,
  source_id  BIGINT           NOT NULL,
  line_no    BIGINT           NOT NULL,
  capture_no BIGINT           NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no)
) {{by trade}};

CREATE TABLE trade_sum (
  account_id      BIGINT NOT NULL PRIMARY KEY,
  commit_no       BIGINT NOT NULL,
  trades          BIGINT NOT NULL,
  answered        BIGINT NOT NULL,
  succeeded       BIGINT NOT NULL,
  submitted       BIGINT NOT NULL,
  refunded_fen    BIGINT NOT NULL,
  orders          BIGINT NOT NULL,
  paid_fen        BIGINT NOT NULL,
  attested        BIGINT NOT NULL DEFAULT 0,
  attested_failed BIGINT NOT NULL DEFAULT 0,
  attested_fen    BIGINT NOT NULL DEFAULT 0,
  elsewhere_fen   BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE trade_total (
  trade_no         TEXT COLLATE "C" NOT NULL,
  account_id       BIGINT           NOT NULL,
  paid_fen         BIGINT,
  due_fen          BIGINT,
  owed_fen         BIGINT,
  least_fen        BIGINT,
  greatest_fen     BIGINT,
  least_due_fen    BIGINT,
  greatest_due_fen BIGINT,
  due_conflict     BIGINT           NOT NULL DEFAULT 0,
  paid_day         BIGINT,
  refunded_fen     BIGINT           NOT NULL DEFAULT 0,
  succeeded        BIGINT           NOT NULL DEFAULT 0,
  answered         BIGINT           NOT NULL DEFAULT 0,
  failing          BIGINT           NOT NULL DEFAULT 0,
  pending_fen      BIGINT           NOT NULL DEFAULT 0,
  submitted        BIGINT           NOT NULL DEFAULT 0,
  unanswered       BIGINT           NOT NULL DEFAULT 0,
  unclaimed        BIGINT           NOT NULL DEFAULT 0,
  elsewhere_fen    BIGINT           NOT NULL DEFAULT 0,
  attested         BIGINT           NOT NULL DEFAULT 0,
  attested_failed  BIGINT           NOT NULL DEFAULT 0,
  attested_fen     BIGINT           NOT NULL DEFAULT 0,
  is_open          BIGINT           NOT NULL GENERATED ALWAYS AS (CASE WHEN unanswered > 0 OR unclaimed > 0 OR owed_fen > refunded_fen + pending_fen OR (due_fen IS NULL AND failing = 1) THEN 1 ELSE 0 END) STORED,
  PRIMARY KEY (trade_no, account_id)
) {{by trade}};

CREATE TABLE unasked_batch (
  account_id BIGINT           NOT NULL,
  day        BIGINT           NOT NULL,
  batch_no   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, day, batch_no)
);

CREATE TABLE unread (
  source_id     BIGINT           NOT NULL,
  line_no       BIGINT           NOT NULL,
  capture_no    BIGINT           NOT NULL,
  account_id    BIGINT           NOT NULL,
  code          TEXT COLLATE "C" NOT NULL CHECK (code IN ('UNREAD_CAPTURE', 'UNREAD_REQUEST')),
  batch_no      TEXT COLLATE "C" NOT NULL,
  stated        BIGINT,
  may_name_more BIGINT           NOT NULL,
  reason        TEXT COLLATE "C" NOT NULL,
  read_in       BIGINT,
  PRIMARY KEY (source_id, line_no, capture_no)
);

INSERT INTO act_end (only_row, after_commit, digest) VALUES (1, 0, '');

CREATE INDEX act_batch ON act (batch_no, account_id);
CREATE INDEX act_commit ON act (after_commit);
CREATE INDEX act_seconds ON act (seconds_no) WHERE seconds_no IS NOT NULL;
CREATE INDEX act_trade ON act (trade_no, account_id);
CREATE INDEX act_undoes ON act (undoes_no) WHERE undoes_no IS NOT NULL;
CREATE INDEX answer_batch ON answer_row (batch_no, account_id);
CREATE INDEX answer_time ON answer_row (account_id, counted_at);
CREATE INDEX bad_signature_place ON bad_signature (source_id, line_no);
CREATE INDEX bill_refund_batch ON bill_refund (batch_no);
CREATE INDEX claim_odd ON claim (account_id) WHERE dback = 'true^F' OR fee_fen > amount_fen OR occurrence > 1 OR fee_code <> 'SUCCESS' OR witness = 'act';
CREATE INDEX content_path ON content (path, account_id, kind, run_id);
CREATE INDEX content_size ON content (byte_count, account_id, kind);
CREATE INDEX export_path ON export_part (path, account_id, first_id);
CREATE INDEX finding_closed ON finding (job, closed_run) WHERE closed_run IS NOT NULL;
CREATE UNIQUE INDEX finding_open ON finding (job, trade_no, code, batch_no, notify_id, subject) WHERE closed_run IS NULL;
CREATE INDEX found_holds ON found (batch_no) WHERE holds = 1 AND trade_no = '';
CREATE INDEX named_order ON named_trade (account_id) WHERE code = 'ORDER_REJECTED';
CREATE INDEX named_source ON named_trade (source_id, line_no);
CREATE INDEX notification_odd ON notification (account_id) WHERE success_num <> successes;
CREATE INDEX reject_batch ON reject (batch_no) WHERE kind = 'reused';
CREATE INDEX reject_malformed ON reject (account_id) WHERE kind = 'malformed';
CREATE INDEX reject_notification ON reject (notify_id) WHERE kind = 'conflict';
CREATE INDEX repeated_batch_source ON repeated_batch (source_id);
CREATE INDEX replaced_by ON replaced_source (by_source);
CREATE INDEX request_faulty ON request (account_id) WHERE faults <> '';
CREATE INDEX request_forged ON request (account_id) WHERE bad_signature <> '';
CREATE INDEX request_forged_place ON request (source_id) WHERE bad_signature <> '';
CREATE INDEX request_line_batch ON request_line (batch_no, account_id);
CREATE INDEX request_source ON request (source_id) WHERE source_id IS NOT NULL;
CREATE INDEX request_time ON request (account_id, refund_time) WHERE refund_time IS NOT NULL;
CREATE INDEX review_commit ON review (after_commit);
CREATE INDEX review_finding ON review (trade_no, code, batch_no, notify_id, subject, job, first_run);
CREATE UNIQUE INDEX run_started ON run (job) WHERE state = 'started';
CREATE INDEX source_head ON source (head) WHERE head IS NOT NULL;
CREATE INDEX trade_failed ON trade_total (account_id) WHERE answered > succeeded;
CREATE INDEX trade_odd ON trade_total (account_id) WHERE due_fen > paid_fen OR paid_fen < refunded_fen + elsewhere_fen OR due_fen < refunded_fen + elsewhere_fen OR refunded_fen + pending_fen > COALESCE(owed_fen, paid_fen - elsewhere_fen) OR owed_fen > refunded_fen + pending_fen OR paid_fen IS NULL OR answered + unanswered > 99 OR (least_fen IS NOT NULL OR due_conflict > 0);
CREATE INDEX trade_open ON trade_total (account_id) WHERE is_open = 1;
CREATE INDEX trade_over ON trade_total (account_id) WHERE refunded_fen > COALESCE(owed_fen, paid_fen - elsewhere_fen);
CREATE INDEX unasked_batch_number ON unasked_batch (batch_no, account_id);

CREATE VIEW act_in_force AS
SELECT a.act_no, a.account_id, a.kind, a.batch_no, a.trade_no, a.notify_id, a.subject, a.code, a.amount_fen, a.expected, a.actual,
       a.given_fen, a.said_at, a.said_day, a.after_commit, a.last_source
FROM act a
WHERE a.seconds_no IS NULL AND a.undoes_no IS NULL
  AND (a.needed = 1 OR a.needed <= 1 + (SELECT COUNT(*) FROM act s WHERE s.seconds_no = a.act_no))
  AND NOT EXISTS (SELECT 1 FROM act u
                  WHERE u.undoes_no = a.act_no AND u.seconds_no IS NULL
                    AND u.needed <= 1 + (SELECT COUNT(*) FROM act s WHERE s.seconds_no = u.act_no));

CREATE VIEW act_drawn AS
SELECT a.act_no, e.batch_no
FROM act a
JOIN request_line l ON l.trade_no = a.trade_no AND l.account_id = a.account_id
JOIN emitted e ON e.batch_no = l.batch_no AND e.account_id = l.account_id
JOIN run r ON r.run_id = e.run_id
LEFT JOIN release x ON x.batch_no = e.batch_no AND x.account_id = e.account_id
WHERE a.kind = 'allow' AND a.seconds_no IS NULL AND COALESCE(l.voided_at, 0) <> -1
  AND (r.commit_no > a.after_commit OR x.after_commit > a.after_commit
       OR (x.after_commit = a.after_commit AND x.released_at >= a.said_at));

CREATE VIEW act_lapsed AS
SELECT a.act_no
FROM act a
WHERE a.seconds_no IS NULL
  AND ((a.kind = 'allow'
        AND EXISTS (SELECT 1 FROM claim c
                    WHERE c.trade_no = a.trade_no AND c.account_id = a.account_id AND c.source_id > a.last_source
                      AND c.code <> 'SUCCESS'))
       OR (a.kind = 'paid'
        AND EXISTS (SELECT 1 FROM order_row o
                    WHERE o.trade_no = a.trade_no AND o.account_id = a.account_id AND o.source_id > a.last_source AND o.paid_fen <> a.amount_fen))
       OR (a.kind = 'dismiss' AND a.notify_id <> ''
           AND EXISTS (SELECT 1 FROM reject j
                       WHERE j.kind = 'conflict' AND j.notify_id = a.notify_id AND j.account_id = a.account_id AND j.source_id > a.last_source))
       OR (a.kind = 'dismiss' AND a.batch_no <> '' AND a.code <> 'ISSUED_ELSEWHERE'
           AND (EXISTS (SELECT 1 FROM request q
                        WHERE q.batch_no = a.batch_no AND q.account_id = a.account_id AND q.source_id > a.last_source)
                OR EXISTS (SELECT 1 FROM reject j
                           WHERE j.kind = 'reused' AND j.batch_no = a.batch_no AND j.account_id = a.account_id AND j.source_id > a.last_source)
                OR EXISTS (SELECT 1 FROM bad_signature g
                           WHERE g.batch_no = a.batch_no AND g.account_id = a.account_id AND g.source_id > a.last_source AND g.good_in IS NULL)))
       OR (a.kind = 'dismiss' AND a.batch_no <> '' AND a.code <> 'ISSUED_ELSEWHERE' AND a.code NOT LIKE 'REQUEST%'
           AND (EXISTS (SELECT 1 FROM notification n
                        WHERE n.batch_no = a.batch_no AND n.account_id = a.account_id AND n.source_id > a.last_source)
                OR EXISTS (SELECT 1 FROM answer_row w
                           WHERE w.batch_no = a.batch_no AND w.account_id = a.account_id AND w.source_id > a.last_source
                             AND SUBSTR(w.answer_id, 1, 4) <> 'act:')))
       OR (a.kind = 'dismiss' AND a.trade_no <> ''
           AND (EXISTS (SELECT 1 FROM bill_refund b
                        WHERE b.trade_no = a.trade_no AND b.account_id = a.account_id AND b.source_id > a.last_source
                          AND (a.batch_no = '' OR b.batch_no = a.batch_no))
                OR EXISTS (SELECT 1 FROM named_trade n
                           WHERE n.trade_no = a.trade_no AND n.account_id = a.account_id AND n.code = a.code AND n.source_id > a.last_source)))
       OR (a.kind = 'dismiss' AND a.trade_no <> '' AND a.batch_no = ''
           AND (EXISTS (SELECT 1 FROM claim c
                        WHERE c.trade_no = a.trade_no AND c.account_id = a.account_id AND c.source_id > a.last_source
                          AND c.witness IS DISTINCT FROM 'act')
                OR EXISTS (SELECT 1 FROM order_row o
                           WHERE o.trade_no = a.trade_no AND o.account_id = a.account_id AND o.source_id > a.last_source
                             AND (o.paid_fen <> (SELECT p.paid_fen FROM order_row p
                                                 WHERE p.trade_no = a.trade_no AND p.account_id = a.account_id AND p.source_id <= a.last_source
                                                 ORDER BY p.source_id DESC, p.line_no DESC LIMIT 1)
                                  OR o.due_fen <> COALESCE((SELECT p.due_fen FROM order_row p
                                                            WHERE p.trade_no = a.trade_no AND p.account_id = a.account_id
                                                              AND p.source_id <= a.last_source AND p.due_fen IS NOT NULL
                                                            ORDER BY p.source_id DESC, p.line_no DESC LIMIT 1), -1))))));

CREATE VIEW capture AS
SELECT n.source_id, n.line_no, n.capture_no, n.account_id, n.notify_id, n.batch_no, n.digest, n.sent_at AS notify_time, n.logged_at,
       n.success_num, n.successes, n.extra
FROM notification n
UNION ALL
SELECT r.source_id, r.line_no, r.capture_no, r.account_id, r.notify_id, r.batch_no, r.digest, r.notify_time, r.logged_at,
       r.success_num, r.successes, r.extra
FROM redelivery r;

CREATE VIEW notification_trade AS
SELECT n.batch_no, n.account_id, n.notify_id, n.source_id, n.line_no, n.capture_no, j.value AS trade_no
FROM notification n
CROSS JOIN LATERAL json_array_elements_text(n.trades::JSON) j (value);

CREATE VIEW notification_batch AS
SELECT b.account_id, b.first_id, j.key AS notify_id, j.value AS batch_no
FROM notify_block b
CROSS JOIN LATERAL json_each_text(b.batches::JSON) j (key, value);

CREATE VIEW source_batch AS
SELECT b.source_id, b.block_no, b.first_time, b.last_time, j.value AS batch_no
FROM capture_block b
CROSS JOIN LATERAL json_array_elements_text(b.batches::JSON) j (value);

CREATE VIEW source_trade AS
SELECT b.source_id, b.block_no, j.value AS trade_no
FROM order_block b
CROSS JOIN LATERAL json_array_elements_text(b.trades::JSON) j (value);

CREATE VIEW claim_named AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no, c.notify_time, c.amount_fen, c.code,
       c.fee_fen, c.fee_code, c.dback, c.rest, c.witness,
       CASE WHEN c.witness IS NULL
            THEN (SELECT n.notify_id FROM notification n
                  WHERE n.batch_no = c.batch_no AND n.account_id = c.account_id
                    AND n.source_id = c.source_id AND n.line_no = c.line_no AND n.capture_no = c.capture_no)
            ELSE (SELECT a.answer_id FROM answer_row a
                  WHERE a.source_id = c.source_id AND a.line_no = c.line_no AND a.item_no = c.capture_no)
       END AS notify_id
FROM claim c;

CREATE VIEW claim_ranked AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no, c.notify_time, c.notify_id,
       CASE WHEN c.witness = 'answer' THEN 0
            WHEN c.witness = 'act' AND c.code <> 'SUCCESS' THEN 0 ELSE 1 END AS told,
       CASE c.code WHEN 'SUCCESS' THEN 1 ELSE 0 END AS succeeded,
       CASE WHEN c.witness = 'answer' THEN 0
            WHEN c.witness = 'act' AND c.code = 'SUCCESS' THEN 0 ELSE 1 END AS stronger
FROM claim_named c;

CREATE VIEW result AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no, c.notify_time, c.amount_fen, c.code,
       c.fee_fen, c.fee_code, c.dback, c.witness, c.notify_id
FROM claim_named c
WHERE NOT EXISTS (SELECT 1 FROM superseded s
                  WHERE s.trade_no = c.trade_no AND s.account_id = c.account_id AND s.batch_no = c.batch_no
                    AND s.occurrence = c.occurrence AND s.source_id = c.source_id AND s.line_no = c.line_no
                    AND s.capture_no = c.capture_no);

CREATE VIEW result_sum AS
SELECT u.account_id, u.day_no, u.code, u.claims, u.amount_fen, u.fee_back_fen, u.fee_failed_fen, u.first_time, u.last_time
FROM claim_sum u
UNION ALL
SELECT c.account_id, c.notify_time + 28800000 - (c.notify_time + 28800000) % 86400000, c.code, -1, -c.amount_fen,
       CASE c.fee_code WHEN 'SUCCESS' THEN -c.fee_fen ELSE 0 END, CASE c.fee_code WHEN 'SUCCESS' THEN 0 ELSE -COALESCE(c.fee_fen, 0) END,
       NULL, NULL
FROM superseded s
CROSS JOIN claim c
WHERE c.trade_no = s.trade_no AND c.account_id = s.account_id AND c.batch_no = s.batch_no
  AND c.occurrence = s.occurrence AND c.source_id = s.source_id AND c.line_no = s.line_no AND c.capture_no = s.capture_no;

CREATE VIEW result_sent AS
SELECT r.trade_no, r.account_id, r.batch_no, r.occurrence, r.source_id, r.line_no, r.capture_no, r.notify_time, r.amount_fen, r.code,
       r.witness, r.notify_id,
       COALESCE((SELECT q.refund_time FROM request q WHERE q.batch_no = r.batch_no AND q.account_id = r.account_id),
                CASE WHEN r.code <> 'SUCCESS' THEN day_of_batch(r.batch_no) END,
                r.notify_time) AS sent_at
FROM result r;
