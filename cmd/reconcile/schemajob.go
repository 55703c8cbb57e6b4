package main

// announcementKeys are the keys of a job about who is told of its runs.
func announcementKeys() []configKey {
	const in, mail, hook = "jobs.*.", "jobs.*.mail.", "jobs.*.webhooks.[]."
	return []configKey{
		{in + "notify_on", choiceForm(string(onFindings), string(onAlways), string(onFailure)), string(onFindings), string(onAlways), "Which runs are told by mail and webhook: those with findings or incomplete input, all, or those that failed."},
		{in + "mail", group(), "", "", "A message with the summary and the workbook."},
		{mail + "host", textForm(), needed, "smtp.example.com", "The mail server."},
		{mail + "port", numberForm("a whole number from 1 to 65535", 1, 65535), "", "587", "Its port; where this is left out, 587, or 465 with tls: implicit, or 25 with tls: none."},
		{mail + "tls", choiceForm(startTLS, implicitTLS, noTLS), startTLS, startTLS, "How the connection is kept private. Only a server on this machine may have none."},
		{mail + "user", textForm(), "", "reconcile", "The name at the mail server, where it asks for one."},
		{mail + "password", secretForm(), "", "{ env: SMTP_PASSWORD }", "Goes with user."},
		{mail + "from", textForm(), needed, "reconcile@example.com", "The sender."},
		{mail + "to", listForm("a list of addresses"), needed, "[finance@example.com]", "The recipients."},
		{mail + "attach", patternForm("a size such as 10MiB or 500KiB, or none", "^([0-9]{1,4}(KiB|MiB)|none)$"), "10MiB", "10MiB", "A workbook up to this size is attached."},
		{in + "webhooks", group(), "", "", "Addresses that are told by POST."},
		{"jobs.*.webhooks.[]", group(), "", "", "One address."},
		{hook + "url", secretForm(), needed, "{ env: WEBHOOK_URL }", "The address. It often holds a token, so it is kept like a key."},
		{hook + "format", choiceForm("json", "dingtalk", "wecom"), "json", "dingtalk", "What the address understands."},
		{hook + "secret", secretForm(), "", "{ env: WEBHOOK_SECRET }", "dingtalk: what signs the message."},
		{in + "ping", group(), "", "", "A health check that is told of the start and the end of every run."},
		{in + "ping.url", secretForm(), needed, "{ env: PING_URL }", "Its address."},
		{in + "textfile", patternForm("a path that ends with .prom", `\.prom$`), "", "metrics/nightly.prom", "Figures of every run for a Prometheus node exporter."},
	}
}

// columnText is an example and a sentence for a field of an export.
func columnText(field string) (example, text string) {
	switch field {
	case "trade_no":
		return "支付宝交易号", "The column of Alipay's trade numbers."
	case "paid_amount":
		return "实付金额", "What was paid, in yuan."
	case "refund_due":
		return "应退总额", "What the buyer is owed back in total. Without it what is missing cannot be told."
	case "out_trade_no":
		return "订单编号", "The merchant's own number."
	case "paid_at":
		return "付款时间", "When it was paid."
	case "status":
		return "订单状态", "The state of the order."
	case "refund_reason":
		return "退款原因", "Why it is to be refunded."
	case "seller":
		return "店铺", "The shop."
	case "sheet":
		return "订单", "The sheet of a workbook that is read."
	}
	return "", ""
}
