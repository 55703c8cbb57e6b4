PRAGMA user_version=1; PRAGMA application_id=1380142668;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE account (
  account_id INTEGER NOT NULL PRIMARY KEY,
  partner    TEXT    NOT NULL UNIQUE
) STRICT;
INSERT INTO account VALUES(1,'2088000000000000');
CREATE TABLE run (
  run_id         INTEGER NOT NULL PRIMARY KEY,
  job            TEXT    NOT NULL,
  account_id     INTEGER NOT NULL REFERENCES account (account_id),
  as_of          INTEGER NOT NULL,
  state          TEXT    NOT NULL CHECK (state IN ('started', 'committed', 'published')),
  started        INTEGER NOT NULL,
  finished       INTEGER,
  commit_no      INTEGER UNIQUE,
  last_source    INTEGER NOT NULL DEFAULT 0,
  policy         TEXT    NOT NULL DEFAULT '',
  exit_status    INTEGER NOT NULL DEFAULT 0,
  head           TEXT    NOT NULL DEFAULT '',
  inputs         TEXT    NOT NULL DEFAULT '',
  unsigned       TEXT    NOT NULL DEFAULT '',
  directory      TEXT    NOT NULL DEFAULT '',
  notifications  INTEGER NOT NULL DEFAULT 0,
  results        INTEGER NOT NULL DEFAULT 0,
  success_fen    INTEGER NOT NULL DEFAULT 0,
  failed_results INTEGER NOT NULL DEFAULT 0,
  orders         INTEGER NOT NULL DEFAULT 0,
  paid_fen       INTEGER NOT NULL DEFAULT 0,
  requests       INTEGER NOT NULL DEFAULT 0,
  request_lines  INTEGER NOT NULL DEFAULT 0,
  trades         INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO run VALUES(1,'nightly',1,1795458600000,'published',1795419199886,1795419199903,1,4,'{"Merchant":{"Partner":"2088000000000000","SellerEmail":"refunds@example.com","SellerUserID":"","NotifyURL":"","Charset":"utf-8"},"Gateway":"https://mapi.alipay.com/gateway.do","Signed":true,"Manual":false,"Approvals":0,"Unsigned":"","Classes":null,"ResultGrace":93600000000000,"AttemptWarning":90,"HasRequests":true,"Reason":"协商退款","MaxLines":1000,"LineCap":null,"RunCap":null,"BatchPrefix":"9","Face":{"Program":"devel","Account":"main","Language":"en","Scope":"changed","VerifyOff":false}}',3,'2c28d825c44f6133ad3648eb693a62abeb4a18229594b201c66230201ea76153','9c2275f3e7c377d8e4752e4eeba2c7abcf6e3fc7d67bf96ebb972aef4f6ab51f','','out/nightly/2026-11-24-r1',4,5,73400,0,7,100640,4,6,5);
CREATE TABLE run_gap (
  run_id  INTEGER NOT NULL REFERENCES run (run_id),
  seq     INTEGER NOT NULL,
  pattern TEXT    NOT NULL,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE source (
  source_id  INTEGER NOT NULL PRIMARY KEY,
  prior_id   INTEGER NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  account_id INTEGER NOT NULL REFERENCES account (account_id),
  kind       TEXT    NOT NULL CHECK (kind IN ('notify', 'orders', 'requests', 'bills')),
  path       TEXT    NOT NULL,
  head       BLOB,
  first_line INTEGER NOT NULL,
  charset    TEXT    NOT NULL,
  how        TEXT    NOT NULL,
  extra      INTEGER NOT NULL,
  lines      INTEGER NOT NULL,
  accepted   INTEGER NOT NULL,
  duplicate  INTEGER NOT NULL,
  rejected   INTEGER NOT NULL,
  ignored    INTEGER NOT NULL,
  first_time INTEGER,
  last_time  INTEGER,
  CHECK (lines = accepted + duplicate + rejected + ignored)
) STRICT;
INSERT INTO source VALUES(1,0,1,1,'orders','orders/orders.csv',NULL,1,'UTF-8','valid UTF-8',0,7,7,0,0,0,NULL,NULL);
INSERT INTO source VALUES(2,0,1,1,'requests','requests/requests.log',X'a5daf8f8182c901dcb5e6aeae67460',1,'','',0,4,4,0,0,0,1794988860000,1795248240000);
INSERT INTO source VALUES(3,0,1,1,'notify','notify/more.log',X'3deeb3a1517e4c9fd6ad12878abe3c',1,'','',0,2,2,0,0,0,1795075800000,1795082400000);
INSERT INTO source VALUES(4,0,1,1,'notify','notify/notify.log',X'0423eec37d1f0ea8ce918bb633a329',1,'','',0,4,2,1,1,0,1794989460000,1795248840000);
CREATE TABLE line_mark (
  source_id INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  marks     BLOB    NOT NULL,
  UNIQUE (source_id, seq)
) STRICT;
INSERT INTO line_mark VALUES(2,0,X'a5daf8f8182c901dcb5e6aeae674605d4e734d271838993b3de380254bacf7dafc92bb35285f556d11ec5fc65215854e9c0f88a19811f13da0e15130');
INSERT INTO line_mark VALUES(3,0,X'3deeb3a1517e4c9fd6ad12878abe3c3442318fb3674056c3263eaeff9ff9');
INSERT INTO line_mark VALUES(4,0,X'0423eec37d1f0ea8ce918bb633a329f06f691f9776210298927ee4071bf41fe5f6f6fbd2fed4161085b091d93a875613f7202448aeb6bb5463651bfe');
CREATE TABLE line_verdict (
  source_id INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  verdicts  BLOB    NOT NULL,
  UNIQUE (source_id, seq)
) STRICT;
INSERT INTO line_verdict VALUES(2,0,X'01010101');
INSERT INTO line_verdict VALUES(3,0,X'0101');
INSERT INTO line_verdict VALUES(4,0,X'01020103');
CREATE TABLE content (
  sha256     TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  part       INTEGER NOT NULL,
  byte_count INTEGER NOT NULL,
  path       TEXT    NOT NULL,
  member     TEXT    NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  fresh      INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  last_line  INTEGER NOT NULL,
  PRIMARY KEY (sha256, account_id, kind, part)
) STRICT, WITHOUT ROWID;
INSERT INTO content VALUES('15854e9c0f88a19811f13da0e15130e31adfdd6593bebcb46bd1691a027a9761',1,'requests',0,1587,'requests/requests.log','requests/requests.log',1,1,2,4);
INSERT INTO content VALUES('3442318fb3674056c3263eaeff9ff991b8a1ec9783d9256cad9f52a50300f5e0',1,'notify',0,738,'notify/more.log','notify/more.log',1,1,3,2);
INSERT INTO content VALUES('875613f7202448aeb6bb5463651bfe4ce51992fef5a92728282d3083dffe7097',1,'notify',0,1360,'notify/notify.log','notify/notify.log',1,1,4,4);
INSERT INTO content VALUES('d5e9b899342969768744b68533268be633cc94a3842d75d7645057b6a8f07235',1,'orders',0,548,'orders/orders.csv','orders/orders.csv',1,1,1,0);
CREATE TABLE run_file (
  run_id    INTEGER NOT NULL REFERENCES run (run_id),
  seq       INTEGER NOT NULL,
  path      TEXT    NOT NULL,
  kind      TEXT    NOT NULL,
  sha256    TEXT    NOT NULL,
  size      INTEGER NOT NULL,
  charset   TEXT    NOT NULL,
  how       TEXT    NOT NULL,
  extra     INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  refused   TEXT    NOT NULL,
  lines     INTEGER NOT NULL,
  accepted  INTEGER NOT NULL,
  duplicate INTEGER NOT NULL,
  rejected  INTEGER NOT NULL,
  ignored    INTEGER NOT NULL,
  first_time INTEGER,
  last_time  INTEGER,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO run_file VALUES(1,0,'orders/orders.csv','orders','d5e9b899342969768744b68533268be633cc94a3842d75d7645057b6a8f07235',548,'UTF-8','valid UTF-8',0,0,'',7,7,0,0,0,NULL,NULL);
INSERT INTO run_file VALUES(1,1,'requests/requests.log','requests','15854e9c0f88a19811f13da0e15130e31adfdd6593bebcb46bd1691a027a9761',1587,'','',0,0,'',4,4,0,0,0,1794988860000,1795248240000);
INSERT INTO run_file VALUES(1,2,'notify/more.log','notify','3442318fb3674056c3263eaeff9ff991b8a1ec9783d9256cad9f52a50300f5e0',738,'','',0,0,'',2,2,0,0,0,1795075800000,1795082400000);
INSERT INTO run_file VALUES(1,3,'notify/notify.log','notify','875613f7202448aeb6bb5463651bfe4ce51992fef5a92728282d3083dffe7097',1360,'','',0,0,'',4,2,1,1,0,1794989460000,1795248840000);
CREATE TABLE run_part (
  run_id    INTEGER NOT NULL REFERENCES run (run_id),
  seq       INTEGER NOT NULL,
  part      INTEGER NOT NULL,
  path      TEXT    NOT NULL,
  source_id INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  PRIMARY KEY (run_id, seq, part)
) STRICT, WITHOUT ROWID;
INSERT INTO run_part VALUES(1,0,0,'orders/orders.csv',1,0);
INSERT INTO run_part VALUES(1,1,0,'requests/requests.log',2,4);
INSERT INTO run_part VALUES(1,2,0,'notify/more.log',3,2);
INSERT INTO run_part VALUES(1,3,0,'notify/notify.log',4,4);
CREATE TABLE capture (
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  account_id  INTEGER NOT NULL,
  notify_id   TEXT    NOT NULL,
  batch_no    TEXT    NOT NULL,
  digest      BLOB    NOT NULL,
  notify_time INTEGER NOT NULL,
  logged_at   INTEGER,
  success_num INTEGER NOT NULL,
  successes   INTEGER NOT NULL,
  extra       INTEGER NOT NULL,
  PRIMARY KEY (source_id, line_no)
) STRICT, WITHOUT ROWID;
INSERT INTO capture VALUES(3,1,1,'0000000000000000000000000000beef','20261119000002',X'7b7ec8f9a5d9266f377a2fc0622b60b4',1795082400000,NULL,2,2,0);
INSERT INTO capture VALUES(3,2,1,'00000000000000000000000000003dde','20261119000002',X'810c77b585ead3e4e4af59beb6de575e',1795075800000,NULL,1,1,0);
INSERT INTO capture VALUES(4,1,1,'00000000000000000000000000001eef','20261118000001',X'0e0284e599116720c43e008e6b7ee9d4',1794989460000,NULL,2,2,0);
INSERT INTO capture VALUES(4,2,1,'00000000000000000000000000003dde','20261119000002',X'810c77b585ead3e4e4af59beb6de575e',1795075920000,NULL,1,1,0);
INSERT INTO capture VALUES(4,3,1,'00000000000000000000000000007bbc','20261121000004',X'c82b8a5a13ea30a7e0cfc45aceb12c03',1795248840000,NULL,1,1,0);
CREATE TABLE notification (
  notify_id   TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  digest      BLOB    NOT NULL,
  notify_time INTEGER NOT NULL,
  success_num INTEGER NOT NULL,
  successes   INTEGER NOT NULL,
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  PRIMARY KEY (notify_id, account_id)
) STRICT, WITHOUT ROWID;
INSERT INTO notification VALUES('00000000000000000000000000001eef',1,'20261118000001',X'0e0284e599116720c43e008e6b7ee9d4',1794989460000,2,2,4,1);
INSERT INTO notification VALUES('00000000000000000000000000003dde',1,'20261119000002',X'810c77b585ead3e4e4af59beb6de575e',1795075800000,1,1,3,2);
INSERT INTO notification VALUES('00000000000000000000000000007bbc',1,'20261121000004',X'c82b8a5a13ea30a7e0cfc45aceb12c03',1795248840000,1,1,4,3);
INSERT INTO notification VALUES('0000000000000000000000000000beef',1,'20261119000002',X'7b7ec8f9a5d9266f377a2fc0622b60b4',1795082400000,2,2,3,1);
CREATE TABLE notification_batch (
  batch_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  notify_id  TEXT    NOT NULL,
  PRIMARY KEY (batch_no, account_id, notify_id)
) STRICT, WITHOUT ROWID;
INSERT INTO notification_batch VALUES('20261118000001',1,'00000000000000000000000000001eef');
INSERT INTO notification_batch VALUES('20261119000002',1,'00000000000000000000000000003dde');
INSERT INTO notification_batch VALUES('20261119000002',1,'0000000000000000000000000000beef');
INSERT INTO notification_batch VALUES('20261121000004',1,'00000000000000000000000000007bbc');
CREATE TABLE repeated_batch (
  batch_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  PRIMARY KEY (batch_no, account_id)
) STRICT, WITHOUT ROWID;
INSERT INTO repeated_batch VALUES('20261119000002',1);
CREATE TABLE claim (
  trade_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  occurrence  INTEGER NOT NULL,
  notify_id   TEXT    NOT NULL,
  notify_time INTEGER NOT NULL,
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  code        TEXT    NOT NULL,
  fee_fen     INTEGER CHECK (fee_fen BETWEEN 0 AND 10000000000),
  fee_code    TEXT,
  dback       TEXT    NOT NULL,
  rest        TEXT    NOT NULL,
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence, notify_id)
) STRICT, WITHOUT ROWID;
INSERT INTO claim VALUES('2026111622001000000000007919',1,'20261118000001',1,'00000000000000000000000000001eef',1794989460000,12800,'SUCCESS',NULL,NULL,'','',4,1);
INSERT INTO claim VALUES('2026111622001000000000015838',1,'20261118000001',1,'00000000000000000000000000001eef',1794989460000,26800,'SUCCESS',NULL,NULL,'','',4,1);
INSERT INTO claim VALUES('2026111622001000000000015838',1,'20261119000002',1,'00000000000000000000000000003dde',1795075800000,26800,'SUCCESS',NULL,NULL,'','',3,2);
INSERT INTO claim VALUES('2026111622001000000000015838',1,'20261119000002',1,'0000000000000000000000000000beef',1795082400000,26800,'SUCCESS',NULL,NULL,'','',3,1);
INSERT INTO claim VALUES('2026111722001000000000031676',1,'20261119000002',1,'00000000000000000000000000003dde',1795075800000,5000,'SELLER_BALANCE_NOT_ENOUGH',NULL,NULL,'','',3,2);
INSERT INTO claim VALUES('2026111722001000000000031676',1,'20261119000002',1,'0000000000000000000000000000beef',1795082400000,5000,'SUCCESS',NULL,NULL,'','',3,1);
INSERT INTO claim VALUES('2026111822001000000000047514',1,'20261121000004',1,'00000000000000000000000000007bbc',1795248840000,2000,'SUCCESS',NULL,NULL,'','',4,3);
CREATE TABLE malformed_item (
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  item_no    INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  notify_id  TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (source_id, line_no, item_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE bad_signature (
  digest     BLOB    NOT NULL,
  account_id INTEGER NOT NULL,
  notify_id  TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  PRIMARY KEY (digest, account_id)
) STRICT, WITHOUT ROWID;
INSERT INTO bad_signature VALUES(X'2f97766bc3169c723d5344869870a084',1,'00000000000000000000000000009aab','20261122000005',4,4);
CREATE TABLE reject (
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  kind       TEXT    NOT NULL CHECK (kind IN ('row', 'malformed', 'signature', 'conflict', 'reused')),
  notify_id  TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (source_id, line_no)
) STRICT, WITHOUT ROWID;
INSERT INTO reject VALUES(4,4,1,'signature','00000000000000000000000000009aab','20261122000005','bad signature: sign has 33 characters, an MD5 signature 32');
CREATE TABLE order_row (
  trade_no      TEXT    NOT NULL,
  account_id    INTEGER NOT NULL,
  source_id     INTEGER NOT NULL,
  line_no       INTEGER NOT NULL,
  paid_fen      INTEGER NOT NULL CHECK (paid_fen BETWEEN 0 AND 10000000000),
  due_fen       INTEGER CHECK (due_fen BETWEEN 0 AND 10000000000),
  out_trade_no  TEXT    NOT NULL,
  paid_at       TEXT    NOT NULL,
  status        TEXT    NOT NULL,
  refund_reason TEXT    NOT NULL,
  seller        TEXT    NOT NULL,
  PRIMARY KEY (trade_no, account_id, source_id, line_no)
) STRICT, WITHOUT ROWID;
INSERT INTO order_row VALUES('2026111622001000000000007919',1,1,2,12800,12800,'S00001','2026-11-16 10:01:00','','','');
INSERT INTO order_row VALUES('2026111622001000000000015838',1,1,3,26800,26800,'S00002','2026-11-16 10:02:00','','','');
INSERT INTO order_row VALUES('2026111722001000000000023757',1,1,4,9900,9900,'S00003','2026-11-17 10:03:00','','','');
INSERT INTO order_row VALUES('2026111722001000000000031676',1,1,5,7990,5000,'S00004','2026-11-17 10:04:00','','','');
INSERT INTO order_row VALUES('2026111822001000000000039595',1,1,6,4550,4550,'S00005','2026-11-18 10:05:00','','','');
INSERT INTO order_row VALUES('2026111822001000000000047514',1,1,7,32000,2000,'S00006','2026-11-18 10:06:00','','','');
INSERT INTO order_row VALUES('2026111922001000000000055433',1,1,8,6600,0,'S00007','2026-11-19 10:07:00','','','');
CREATE TABLE request (
  batch_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  origin      TEXT    NOT NULL CHECK (origin IN ('captured', 'emitted')),
  digest      BLOB    NOT NULL,
  refund_time INTEGER,
  line_count  INTEGER NOT NULL,
  total_fen   INTEGER NOT NULL,
  faults      TEXT    NOT NULL,
  voided_at   INTEGER,
  source_id   INTEGER,
  line_no     INTEGER,
  PRIMARY KEY (batch_no, account_id)
) STRICT, WITHOUT ROWID;
INSERT INTO request VALUES('20261118000001',1,'captured',X'2f9f0c92291aee4d7c7312a91827fce7',1794988860000,2,39600,'',NULL,2,1);
INSERT INTO request VALUES('20261119000002',1,'captured',X'390010a16a424b6d1992af1dc974d452',1795075320000,2,31800,'',NULL,2,2);
INSERT INTO request VALUES('20261120000003',1,'captured',X'c8d31f0117faa0b699431562c031e505',1795161780000,1,4550,'',NULL,2,3);
INSERT INTO request VALUES('20261121000004',1,'captured',X'65f6e383d94378bb9d97ba259004a8b3',1795248240000,1,2000,'',NULL,2,4);
INSERT INTO request VALUES('20261124900001',1,'emitted',X'15ad8835478eb5e974eafc72a15a549c',1795458600000,1,9900,'',NULL,NULL,NULL);
CREATE TABLE emitted (
  batch_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  seq        INTEGER NOT NULL,
  charset    TEXT    NOT NULL,
  gateway    TEXT    NOT NULL,
  params     BLOB    NOT NULL,
  UNIQUE (batch_no, account_id),
  UNIQUE (run_id, seq)
) STRICT;
INSERT INTO emitted VALUES('20261124900001',1,1,1,'utf-8','https://mapi.alipay.com/gateway.do',X'736572766963653d726566756e645f666173747061795f62795f706c6174666f726d5f70776426706172746e65723d32303838303030303030303030303030265f696e7075745f636861727365743d7574662d382673656c6c65725f656d61696c3d726566756e64732534306578616d706c652e636f6d26726566756e645f646174653d323032362d31312d32342b3032253341333025334130302662617463685f6e6f3d32303236313132343930303030312662617463685f6e756d3d312664657461696c5f646174613d3230323631313137323230303130303030303030303030323337353725354539392e3030253545254535253844253846254535253935253836254539253830253830254536254143254245267369676e5f747970653d4d4435267369676e3d6365353739383465376464396462336265373639353565613663333030323533');
CREATE TABLE request_line (
  trade_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  occurrence  INTEGER NOT NULL,
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  refund_time INTEGER NOT NULL,
  voided_at   INTEGER,
  reason      TEXT    NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence)
) STRICT, WITHOUT ROWID;
INSERT INTO request_line VALUES('2026111622001000000000007919',1,'20261118000001',1,12800,1794988860000,NULL,'协商退款');
INSERT INTO request_line VALUES('2026111622001000000000015838',1,'20261118000001',1,26800,1794988860000,NULL,'协商退款');
INSERT INTO request_line VALUES('2026111622001000000000015838',1,'20261119000002',1,26800,1795075320000,NULL,'协商退款');
INSERT INTO request_line VALUES('2026111722001000000000023757',1,'20261124900001',1,9900,1795458600000,NULL,'协商退款');
INSERT INTO request_line VALUES('2026111722001000000000031676',1,'20261119000002',1,5000,1795075320000,NULL,'协商退款');
INSERT INTO request_line VALUES('2026111822001000000000039595',1,'20261120000003',1,4550,1795161780000,NULL,'协商退款');
INSERT INTO request_line VALUES('2026111822001000000000047514',1,'20261121000004',1,2000,1795248240000,NULL,'协商退款');
CREATE TABLE batch_void (
  batch_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  voided_at  INTEGER NOT NULL,
  person     TEXT    NOT NULL,
  evidence   TEXT    NOT NULL,
  line_count INTEGER NOT NULL,
  after_commit INTEGER NOT NULL,
  PRIMARY KEY (batch_no, account_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE error_code (
  account_id INTEGER NOT NULL,
  code       TEXT    NOT NULL,
  class      TEXT    NOT NULL,
  PRIMARY KEY (account_id, code)
) STRICT, WITHOUT ROWID;
INSERT INTO error_code VALUES(1,'ACCOUNT_NOT_EXISTS','fix_first');
INSERT INTO error_code VALUES(1,'ANTI_PHISHING_KEY_TIMEOUT','reissue');
INSERT INTO error_code VALUES(1,'BATCH_MEMO_LENGTH_EXCEED_LIMIT','reissue');
INSERT INTO error_code VALUES(1,'BATCH_NO_FORMAT_ERROR','reissue');
INSERT INTO error_code VALUES(1,'BATCH_NUM_ERROR','reissue');
INSERT INTO error_code VALUES(1,'BATCH_NUM_EXCEED_LIMIT','reissue');
INSERT INTO error_code VALUES(1,'BATCH_NUM_NOT_EQUAL_TOTAL','reissue');
INSERT INTO error_code VALUES(1,'BATCH_REFUND_DATA_ERROR','investigate');
INSERT INTO error_code VALUES(1,'BATCH_REFUND_LOCK_ERROR','reissue');
INSERT INTO error_code VALUES(1,'BATCH_REFUND_STATUS_ERROR','investigate');
INSERT INTO error_code VALUES(1,'BUYER_ERROR','final');
INSERT INTO error_code VALUES(1,'CA_USER_NOT_USE_CA','fix_first');
INSERT INTO error_code VALUES(1,'CHECK_VALID_SUCCESS','investigate');
INSERT INTO error_code VALUES(1,'DETAIL_DATA_FORMAT_ERROR','reissue');
INSERT INTO error_code VALUES(1,'DUBL_ROYALTY_IN_DETAIL','investigate');
INSERT INTO error_code VALUES(1,'DUBL_TRADE_NO_IN_SAME_BATCH','reissue');
INSERT INTO error_code VALUES(1,'DUPLICATE_BATCH_NO','investigate');
INSERT INTO error_code VALUES(1,'DUP_ROYALTY_REFUND_ITEM','investigate');
INSERT INTO error_code VALUES(1,'EMAIL_USERID_NOT_MATCH','fix_first');
INSERT INTO error_code VALUES(1,'EXTERFACE_IS_CLOSED','fix_first');
INSERT INTO error_code VALUES(1,'HAS_NO_PRIVILEGE','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_ACCESS_SWITCH_SYSTEM','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_AGENT','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_ANTI_PHISHING_KEY','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_ARGUMENT','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_CHARSET','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_CLIENT_IP','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_DIGEST','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_DIGEST_TYPE','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_DYN_MD5_KEY','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_ENCODING','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_ENCRYPT','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_EXTERFACE','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_EXTER_INVOKE_IP','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_FILE_FORMAT','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_PARTNER','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_PARTNER_EXTERFACE','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_REQUEST_REFERER','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_SECURITY_PROFILE','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_SERVICE','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_SIGN','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_SIGN_TYPE','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_TARGET_SERVICE','fix_first');
INSERT INTO error_code VALUES(1,'ILLEGAL_USER','fix_first');
INSERT INTO error_code VALUES(1,'INVALID_CHARACTER_SET','fix_first');
INSERT INTO error_code VALUES(1,'NANHANG_REFUND_CHARGE_AMOUNT_ERROR','investigate');
INSERT INTO error_code VALUES(1,'NOT_THIS_PARTNERS_TRADE','final');
INSERT INTO error_code VALUES(1,'NOT_THIS_SELLER_TRADE','final');
INSERT INTO error_code VALUES(1,'NO_REFUND_CHARGE_PRIVILEDGE','fix_first');
INSERT INTO error_code VALUES(1,'PARTNER_NOT_SIGN_PROTOCOL','fix_first');
INSERT INTO error_code VALUES(1,'PWD_REFUND_NOT_ALLOW_ROYALTY','final');
INSERT INTO error_code VALUES(1,'REASON_HAS_REFUND_FEE_NOT_MATCH','investigate');
INSERT INTO error_code VALUES(1,'REASON_REFUND_AMOUNT_LESS_THAN_COUPON_FEE','investigate');
INSERT INTO error_code VALUES(1,'REASON_REFUND_CHARGE_ERR','investigate');
INSERT INTO error_code VALUES(1,'REASON_REFUND_ROYALTY_ERROR','investigate');
INSERT INTO error_code VALUES(1,'REASON_TRADE_REFUND_FEE_ERR','investigate');
INSERT INTO error_code VALUES(1,'REFUND_AMOUNT_NOT_VALID','investigate');
INSERT INTO error_code VALUES(1,'REFUND_CHARGE_FEE_ERROR','investigate');
INSERT INTO error_code VALUES(1,'REFUND_CHARGE_FEE_GREATER_THAN_LIMIT','investigate');
INSERT INTO error_code VALUES(1,'REFUND_DATE_ERROR','reissue');
INSERT INTO error_code VALUES(1,'REFUND_FAIL','investigate');
INSERT INTO error_code VALUES(1,'REFUND_ROYALTY_FEE_ERROR','investigate');
INSERT INTO error_code VALUES(1,'REFUND_SUBTRADE_FEE_ERROR','investigate');
INSERT INTO error_code VALUES(1,'REFUND_TRADE_FAILED','investigate');
INSERT INTO error_code VALUES(1,'REFUND_TRADE_FEE_ERROR','investigate');
INSERT INTO error_code VALUES(1,'RESULT_ACCOUNT_NO_NOT_VALID','fix_first');
INSERT INTO error_code VALUES(1,'RESULT_AMOUNT_NOT_VALID','investigate');
INSERT INTO error_code VALUES(1,'RESULT_BATCH_NO_FORMAT_ERROR','reissue');
INSERT INTO error_code VALUES(1,'RESULT_FACE_AMOUNT_NOT_VALID','investigate');
INSERT INTO error_code VALUES(1,'ROYALTYER_NOT_SIGN_PROTOCOL','fix_first');
INSERT INTO error_code VALUES(1,'SELLER_BALANCE_NOT_ENOUGH','reissue');
INSERT INTO error_code VALUES(1,'SELLER_INFO_NOT_EXIST','fix_first');
INSERT INTO error_code VALUES(1,'SELLER_NOT_SIGN_PROTOCOL','fix_first');
INSERT INTO error_code VALUES(1,'SELLER_STATUS_NOT_ALLOW','fix_first');
INSERT INTO error_code VALUES(1,'SESSION_TIMEOUT','reissue');
INSERT INTO error_code VALUES(1,'SINGLE_DETAIL_DATA_ENCODING_NOT_SUPPORT','fix_first');
INSERT INTO error_code VALUES(1,'SINGLE_DETAIL_DATA_EXCEED_LIMIT','reissue');
INSERT INTO error_code VALUES(1,'SYSTEM_ERROR','investigate');
INSERT INTO error_code VALUES(1,'TRADE_HAS_CLOSED','final');
INSERT INTO error_code VALUES(1,'TRADE_HAS_FINISHED','final');
INSERT INTO error_code VALUES(1,'TRADE_NOT_EXISTS','final');
INSERT INTO error_code VALUES(1,'TRADE_PRODUCT_NOT_ALLOW_REFUND','final');
INSERT INTO error_code VALUES(1,'TRADE_PRODUCT_TYPE_NOT_ALLOW_REFUND','final');
INSERT INTO error_code VALUES(1,'TRADE_STATUS_ERROR','final');
INSERT INTO error_code VALUES(1,'TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH','reissue');
INSERT INTO error_code VALUES(1,'TXN_RESULT_ACCOUNT_STATUS_NOT_VALID','fix_first');
INSERT INTO error_code VALUES(1,'WHOLE_DETAIL_FORBID_REFUND','final');
CREATE TABLE trade_total (
  trade_no     TEXT    NOT NULL,
  account_id   INTEGER NOT NULL,
  out_trade_no TEXT    NOT NULL DEFAULT '',
  paid_fen     INTEGER,
  due_fen      INTEGER,
  owed_fen     INTEGER,
  least_fen    INTEGER,
  greatest_fen INTEGER,
  refunded_fen INTEGER NOT NULL DEFAULT 0,
  pending_fen  INTEGER NOT NULL DEFAULT 0,
  succeeded    INTEGER NOT NULL DEFAULT 0,
  answered     INTEGER NOT NULL DEFAULT 0,
  submitted    INTEGER NOT NULL DEFAULT 0,
  unanswered   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (trade_no, account_id)
) STRICT, WITHOUT ROWID;
INSERT INTO trade_total VALUES('2026111622001000000000007919',1,'S00001',12800,12800,12800,12800,12800,12800,0,1,1,1,0);
INSERT INTO trade_total VALUES('2026111622001000000000015838',1,'S00002',26800,26800,26800,26800,26800,53600,0,2,2,2,0);
INSERT INTO trade_total VALUES('2026111722001000000000023757',1,'S00003',9900,9900,9900,9900,9900,0,0,0,0,0,0);
INSERT INTO trade_total VALUES('2026111722001000000000031676',1,'S00004',7990,5000,5000,7990,7990,5000,0,1,1,1,0);
INSERT INTO trade_total VALUES('2026111822001000000000039595',1,'S00005',4550,4550,4550,4550,4550,0,4550,0,0,1,1);
INSERT INTO trade_total VALUES('2026111822001000000000047514',1,'S00006',32000,2000,2000,32000,32000,2000,0,1,1,1,0);
INSERT INTO trade_total VALUES('2026111922001000000000055433',1,'S00007',6600,0,0,6600,6600,0,0,0,0,0,0);
CREATE TABLE found (
  trade_no   TEXT    NOT NULL,
  code       TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  notify_id  TEXT    NOT NULL,
  subject    TEXT    NOT NULL,
  severity   TEXT    NOT NULL,
  holds      INTEGER NOT NULL,
  amount_fen INTEGER,
  expected   TEXT,
  actual     TEXT,
  source_id  INTEGER,
  line_no    INTEGER,
  PRIMARY KEY (trade_no, code, batch_no, notify_id, subject)
) STRICT, WITHOUT ROWID;
INSERT INTO found VALUES('','BAD_SIGNATURE','20261122000005','00000000000000000000000000009aab','4:4','critical',1,NULL,NULL,NULL,4,4);
INSERT INTO found VALUES('2026111622001000000000015838','OVER_REFUND','','','','critical',1,26800,'26800','53600',NULL,NULL);
INSERT INTO found VALUES('2026111722001000000000023757','UNDER_REFUND','','','','error',0,9900,'9900','0',NULL,NULL);
INSERT INTO found VALUES('2026111722001000000000031676','RESULT_CONFLICT','20261119000002','','','critical',1,0,'SELLER_BALANCE_NOT_ENOUGH','SUCCESS',NULL,NULL);
INSERT INTO found VALUES('2026111822001000000000039595','MISSING_RESULT','20261120000003','','','error',0,4550,NULL,NULL,NULL,NULL);
CREATE TABLE finding (
  trade_no   TEXT    NOT NULL,
  code       TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  notify_id  TEXT    NOT NULL,
  subject    TEXT    NOT NULL,
  job        TEXT    NOT NULL,
  first_run  INTEGER NOT NULL,
  severity   TEXT    NOT NULL,
  amount_fen INTEGER,
  expected   TEXT,
  actual     TEXT,
  source_id  INTEGER,
  line_no    INTEGER,
  closed_run INTEGER,
  PRIMARY KEY (trade_no, code, batch_no, notify_id, subject, job, first_run)
) STRICT, WITHOUT ROWID;
INSERT INTO finding VALUES('','BAD_SIGNATURE','20261122000005','00000000000000000000000000009aab','4:4','nightly',1,'critical',NULL,NULL,NULL,4,4,NULL);
INSERT INTO finding VALUES('2026111622001000000000015838','OVER_REFUND','','','','nightly',1,'critical',26800,'26800','53600',NULL,NULL,NULL);
INSERT INTO finding VALUES('2026111722001000000000023757','UNDER_REFUND','','','','nightly',1,'error',9900,'9900','0',NULL,NULL,NULL);
INSERT INTO finding VALUES('2026111722001000000000031676','RESULT_CONFLICT','20261119000002','','','nightly',1,'critical',0,'SELLER_BALANCE_NOT_ENOUGH','SUCCESS',NULL,NULL,NULL);
INSERT INTO finding VALUES('2026111822001000000000039595','MISSING_RESULT','20261120000003','','','nightly',1,'error',4550,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE finding_was (
  trade_no   TEXT    NOT NULL,
  code       TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  notify_id  TEXT    NOT NULL,
  subject    TEXT    NOT NULL,
  job        TEXT    NOT NULL,
  first_run  INTEGER NOT NULL,
  until_run  INTEGER NOT NULL,
  place_only INTEGER NOT NULL,
  severity   TEXT    NOT NULL,
  amount_fen INTEGER,
  expected   TEXT,
  actual     TEXT,
  source_id  INTEGER,
  line_no    INTEGER,
  PRIMARY KEY (trade_no, code, batch_no, notify_id, subject, job, first_run, until_run)
) STRICT, WITHOUT ROWID;
CREATE TABLE review (
  review_id   INTEGER NOT NULL PRIMARY KEY,
  trade_no    TEXT    NOT NULL,
  code        TEXT    NOT NULL,
  batch_no    TEXT    NOT NULL,
  notify_id   TEXT    NOT NULL,
  subject     TEXT    NOT NULL,
  job         TEXT    NOT NULL,
  first_run   INTEGER NOT NULL,
  after_run   INTEGER NOT NULL REFERENCES run (run_id),
  decision    TEXT    NOT NULL CHECK (decision IN ('open', 'explained', 'corrected', 'false alarm', 'accepted')),
  owner       TEXT    NOT NULL,
  comment     TEXT    NOT NULL,
  tick        INTEGER NOT NULL,
  until_time  INTEGER,
  severity    TEXT    NOT NULL,
  amount_fen  INTEGER,
  expected    TEXT,
  actual      TEXT,
  person      TEXT    NOT NULL,
  imported_at INTEGER NOT NULL,
  CHECK ((decision = 'accepted') = (until_time IS NOT NULL))
) STRICT;
CREATE TABLE run_tally (
  run_id        INTEGER NOT NULL REFERENCES run (run_id),
  code          TEXT    NOT NULL,
  severity      TEXT    NOT NULL,
  opening_count INTEGER NOT NULL,
  opening_fen   INTEGER NOT NULL,
  opened        INTEGER NOT NULL,
  opened_fen    INTEGER NOT NULL,
  closed        INTEGER NOT NULL,
  closed_fen    INTEGER NOT NULL,
  changed       INTEGER NOT NULL,
  changed_fen   INTEGER NOT NULL,
  open_count    INTEGER NOT NULL,
  accepted      INTEGER NOT NULL,
  trades        INTEGER NOT NULL,
  amount_fen    INTEGER NOT NULL,
  PRIMARY KEY (run_id, code)
) STRICT, WITHOUT ROWID;
INSERT INTO run_tally VALUES(1,'BAD_SIGNATURE','critical',0,0,1,0,0,0,0,0,1,0,0,0);
INSERT INTO run_tally VALUES(1,'MISSING_RESULT','error',0,0,1,4550,0,0,0,0,1,0,1,4550);
INSERT INTO run_tally VALUES(1,'OVER_REFUND','critical',0,0,1,26800,0,0,0,0,1,0,1,26800);
INSERT INTO run_tally VALUES(1,'RESULT_CONFLICT','critical',0,0,1,0,0,0,0,0,1,0,1,0);
INSERT INTO run_tally VALUES(1,'UNDER_REFUND','error',0,0,1,9900,0,0,0,0,1,0,1,9900);
CREATE TABLE correction (
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  trade_no   TEXT    NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  status     TEXT    NOT NULL CHECK (status IN ('issued', 'held', 'proposed')),
  hold       TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  code       TEXT    NOT NULL,
  seq        INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, trade_no),
  CHECK ((status = 'held') = (hold <> ''))
) STRICT, WITHOUT ROWID;
INSERT INTO correction VALUES(1,'2026111722001000000000023757',9900,'issued','','20261124900001','协商退款','',1);
CREATE TABLE approval (
  run_id      INTEGER NOT NULL REFERENCES run (run_id),
  digest      TEXT    NOT NULL,
  person      TEXT    NOT NULL,
  approved_at INTEGER NOT NULL,
  PRIMARY KEY (run_id, digest, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE release (
  run_id      INTEGER NOT NULL REFERENCES run (run_id),
  seq         INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  person      TEXT    NOT NULL,
  released_at INTEGER NOT NULL,
  published   INTEGER NOT NULL,
  after_commit INTEGER NOT NULL,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE bill_row (
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  account_id  INTEGER NOT NULL,
  trade_no    TEXT    NOT NULL,
  batch_no    TEXT    NOT NULL,
  finished_at INTEGER NOT NULL,
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  PRIMARY KEY (source_id, line_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE bill_refund (
  trade_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  finished_at INTEGER NOT NULL,
  amount_fen  INTEGER NOT NULL,
  occurrence  INTEGER NOT NULL,
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, finished_at, amount_fen, occurrence)
) STRICT, WITHOUT ROWID;
CREATE TABLE bill_period (
  account_id INTEGER NOT NULL,
  from_time  INTEGER NOT NULL,
  until_time INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  PRIMARY KEY (account_id, from_time, until_time, source_id),
  CHECK (from_time < until_time)
) STRICT, WITHOUT ROWID;
CREATE TABLE bill_cover (
  account_id INTEGER NOT NULL,
  from_time  INTEGER NOT NULL,
  until_time INTEGER NOT NULL,
  PRIMARY KEY (account_id, from_time)
) STRICT, WITHOUT ROWID;
CREATE TABLE announcement (
  announcement_id INTEGER NOT NULL PRIMARY KEY,
  run_id          INTEGER REFERENCES run (run_id),
  job             TEXT    NOT NULL,
  stage           TEXT    NOT NULL CHECK (stage IN ('start', 'end')),
  at              INTEGER NOT NULL,
  target          TEXT    NOT NULL,
  attempts        INTEGER NOT NULL,
  failure         TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX run_started ON run (job) WHERE state = 'started';
CREATE INDEX source_head ON source (head) WHERE head IS NOT NULL;
CREATE INDEX content_path ON content (path, account_id, kind, run_id);
CREATE VIEW result AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.notify_id, c.notify_time,
       c.amount_fen, c.code, c.fee_fen, c.fee_code, c.source_id, c.line_no
FROM claim c
WHERE NOT (
  EXISTS (SELECT 1 FROM repeated_batch b WHERE b.batch_no = c.batch_no AND b.account_id = c.account_id)
  AND EXISTS (
    SELECT 1 FROM claim d
    WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id
      AND d.batch_no = c.batch_no AND d.occurrence = c.occurrence
      AND (d.notify_time > c.notify_time
           OR (d.notify_time = c.notify_time AND d.notify_id > c.notify_id))));
CREATE INDEX reject_notification ON reject (notify_id) WHERE kind = 'conflict';
CREATE INDEX reject_batch ON reject (batch_no) WHERE kind = 'reused';
CREATE INDEX found_holds ON found (batch_no) WHERE holds = 1 AND trade_no = '';
CREATE UNIQUE INDEX finding_open ON finding (job, trade_no, code, batch_no, notify_id, subject) WHERE closed_run IS NULL;
CREATE INDEX finding_closed ON finding (job, closed_run) WHERE closed_run IS NOT NULL;
CREATE INDEX review_finding ON review (trade_no, code, batch_no, notify_id, subject, job, first_run);
COMMIT;
