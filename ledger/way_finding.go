package ledger

import "fmt"

// Ways are the ways that end a finding, by the kinds of acts that its rule names (Rule.Acts):
// first what evidence would, then what a person may say.
func (f Finding) Ways(acts []string) Ways {
	m := matter{trade: f.TradeNo, finding: f.ID, amount: f.Amount, batches: f.Flight, acts: f.Acts}
	if f.BatchNo != "" {
		m.batches = []string{f.BatchNo}
	}
	return append(f.evidenceWanted(), m.ways(acts...)...)
}

// evidenceWanted is what would end a finding by itself if it were read or configured.
func (f Finding) evidenceWanted() Ways {
	say := func(en, zh string) Ways { return Ways{{EN: en, ZH: zh}} }
	switch f.Code {
	case "EVIDENCE_HOLE":
		return say(fmt.Sprintf("bring the file of %s", f.Expected), fmt.Sprintf("请提供 %s 的文件", f.Expected))
	case "UNMATCHED_TRADE":
		return importOrder(f.TradeNo)
	case "UNMATCHED_BATCH":
		return say("bring the request log that holds batch "+f.BatchNo, "请提供含批次 "+f.BatchNo+" 的请求日志")
	case "UNREAD_CAPTURE", "UNREAD_REQUEST":
		return say("bring the log with this line mended", "请修复该行后重新提供日志")
	case "ORDER_REJECTED":
		return say("export the trade again, with a row that reads", "请重新导出该交易，使其行可读")
	case "MISSING_RESULT":
		return say("bring its notification, or the answer of a query", "请提供其通知或查询应答")
	case "BILL_UNKNOWN":
		return say("bring its notification", "请提供其通知")
	case "UNKNOWN_ERROR_CODE":
		return classify(f.Actual)
	case "UNDER_REFUND":
		return say("end what holds its correction back, see reconcile explain "+shellWord(f.TradeNo), "请了结使其补退暂缓的原因，见 reconcile explain "+shellWord(f.TradeNo))
	}
	return nil
}

// importOrder asks for the order of a trade.
func importOrder(trade string) Ways {
	return Ways{{EN: "import the order of trade " + trade + " (orders:)", ZH: "请导入交易 " + trade + " 的订单（orders:）"}}
}

// classify asks what an error code means.
func classify(code string) Ways {
	return Ways{{EN: "give the code " + code + " another class under error_codes: in the configuration", ZH: "请在配置的 error_codes: 中为代码 " + code + " 另定类别"}}
}
