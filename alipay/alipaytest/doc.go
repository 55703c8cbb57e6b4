// Package alipaytest is Alipay as the interface document describes it, in
// process and on loopback, for tests: it takes refund requests, shows a password
// page, executes refunds against books of its own, sends signed notifications on
// a clock that the test drives, and misbehaves on demand.
//
// It is written from the document, not from the code that it tests: of package
// alipay it uses the words (money, parameters, keys, the code table) and none of
// the rules. "§" names a section of the document.
//
// Where the document is silent it does what is worst for a merchant that guesses
// otherwise:
//
//   - A password page may be opened often for one number. The number is used up
//     when a password is confirmed, whatever becomes of the batch; a second
//     confirmation executes nothing (DUPLICATE_BATCH_NO).
//   - The day of batch_no and refund_date is checked when the page is opened. An
//     open page can be confirmed for the rest of that day and Config.Session past
//     its midnight, then no more (SESSION_TIMEOUT).
//   - Of the 99 refunds of a trade (§4.4) a failed one is one too. A line beyond
//     them is not processed and stands in no notification; where no other line is
//     left, there is none.
//   - A batch that is refused as a whole after the password executes nothing and
//     sends no notification.
//   - A notify_id is alive from the first delivery until "success" (§6.1).
//
// It speaks plain HTTP, where Alipay speaks HTTPS alone (§6.3).
package alipaytest
