package alipay

// What to do about a code, where many codes share the advice.
const (
	adviseFix     = "correct what the code names, then release it"
	adviseAgain   = "issue again"
	adviseElse    = "refund the buyer another way"
	adviseCompare = "compare with Alipay's books before any new attempt"
	adviseAsk     = "ask Alipay before any new attempt"
	adviseTopUp   = "top up the account before submitting"
)

// adviceZH is every advice in Chinese.
var adviceZH = map[string]string{
	adviseFix:     "按错误码所指更正后，再放行",
	adviseAgain:   "可重新提交",
	adviseElse:    "改用其他方式退给买家",
	adviseCompare: "先与支付宝账目核对，再决定是否重退",
	adviseAsk:     "先向支付宝核实，不得直接重退",
	adviseTopUp:   "先为账户充值，再提交",
	"it may have run; ask Alipay before any new attempt":                        "可能已执行：先向支付宝核实，不得直接重退",
	"find the earlier batch of that number first: it may have run":              "先查明此前同号的批次：可能已执行",
	"compare with Alipay's own history of the trade":                            "与支付宝的该笔交易记录核对",
	"look for an earlier success of the same trade; it is no proof of a refund": "查找该交易此前是否退款成功；此码本身不能证明已退款",
	"compare with what is left of the trade":                                    "与该交易的剩余可退金额核对",
	"submit batches one after the other":                                        "逐个批次提交，不要同时进行",
}

// businessCodes is table 9-1.
func businessCodes() Codes {
	return Codes{
		{"ILLEGAL_SIGN", sourceBusiness, FixFirst, "签名不正确", "signature is wrong", adviseFix},
		{"ILLEGAL_DYN_MD5_KEY", sourceBusiness, FixFirst, "动态密钥信息错误", "dynamic key is wrong", adviseFix},
		{"ILLEGAL_ENCRYPT", sourceBusiness, FixFirst, "加密不正确", "encryption is wrong", adviseFix},
		{"ILLEGAL_ARGUMENT", sourceBusiness, FixFirst, "参数不正确", "a parameter is wrong", adviseFix},
		{"ILLEGAL_SERVICE", sourceBusiness, FixFirst, "Service 参数不正确", "service parameter is wrong", adviseFix},
		{"ILLEGAL_USER", sourceBusiness, FixFirst, "用户 ID 不正确", "user ID is wrong", adviseFix},
		{"ILLEGAL_PARTNER", sourceBusiness, FixFirst, "合作伙伴 ID 不正确", "partner ID is wrong", adviseFix},
		{"ILLEGAL_EXTERFACE", sourceBusiness, FixFirst, "接口配置不正确", "interface is configured wrongly", adviseFix},
		{"ILLEGAL_PARTNER_EXTERFACE", sourceBusiness, FixFirst, "合作伙伴接口信息不正确", "partner's interface data is wrong", adviseFix},
		{"ILLEGAL_SECURITY_PROFILE", sourceBusiness, FixFirst, "未找到匹配的密钥配置", "no matching key configuration", adviseFix},
		{"ILLEGAL_AGENT", sourceBusiness, FixFirst, "代理 ID 不正确", "agent ID is wrong", adviseFix},
		{"ILLEGAL_SIGN_TYPE", sourceBusiness, FixFirst, "签名类型不正确", "sign type is wrong", adviseFix},
		{"ILLEGAL_CHARSET", sourceBusiness, FixFirst, "字符集不合法", "charset is not allowed", adviseFix},
		{"ILLEGAL_CLIENT_IP", sourceBusiness, FixFirst, "客户端 IP 地址无权访问服务", "client IP may not use the service", adviseFix},
		{"HAS_NO_PRIVILEGE", sourceBusiness, FixFirst, "无权访问", "no permission", adviseFix},
		{"SESSION_TIMEOUT", sourceBusiness, Investigate, "session 超时", "session timed out", "it may have run; ask Alipay before any new attempt"},
		{"ILLEGAL_DIGEST_TYPE", sourceBusiness, FixFirst, "摘要类型不正确", "digest type is wrong", adviseFix},
		{"ILLEGAL_DIGEST", sourceBusiness, FixFirst, "文件摘要不正确", "file digest is wrong", adviseFix},
		{"ILLEGAL_FILE_FORMAT", sourceBusiness, FixFirst, "文件格式不正确", "file format is wrong", adviseFix},
		{"ILLEGAL_TARGET_SERVICE", sourceBusiness, FixFirst, "错误的 target_service", "target_service is wrong", adviseFix},
		{"ILLEGAL_ACCESS_SWITCH_SYSTEM", sourceBusiness, FixFirst, "partner 不允许访问该类型的系统", "partner may not use that kind of system", adviseFix},
		{"ILLEGAL_ENCODING", sourceBusiness, FixFirst, "不支持该编码类型", "encoding is not supported", adviseFix},
		{"EXTERFACE_IS_CLOSED", sourceBusiness, FixFirst, "接口已关闭", "interface is closed", adviseFix},
		{"ILLEGAL_REQUEST_REFERER", sourceBusiness, FixFirst, "防钓鱼检查不支持该请求来源", "anti-phishing: request origin not supported", adviseFix},
		{"ILLEGAL_ANTI_PHISHING_KEY", sourceBusiness, FixFirst, "防钓鱼检查非法时间戳参数", "anti-phishing: time stamp parameter is wrong", adviseFix},
		{"ANTI_PHISHING_KEY_TIMEOUT", sourceBusiness, Reissue, "防钓鱼检查时间戳超时", "anti-phishing: time stamp timed out", adviseAgain},
		{"ILLEGAL_EXTER_INVOKE_IP", sourceBusiness, FixFirst, "防钓鱼检查非法调用 IP", "anti-phishing: caller's IP is wrong", adviseFix},
		{"BATCH_NUM_EXCEED_LIMIT", sourceBusiness, Reissue, "总比数大于 1000", "more than 1000 lines", adviseAgain},
		{"REFUND_DATE_ERROR", sourceBusiness, Reissue, "错误的退款时间", "refund time is wrong", adviseAgain},
		{"BATCH_NUM_ERROR", sourceBusiness, Reissue, "传入的总笔数格式错误", "batch_num is malformed", adviseAgain},
		{"BATCH_NUM_NOT_EQUAL_TOTAL", sourceBusiness, Reissue, "传入的退款条数不等于数据集解析出的退款条数", "batch_num differs from the number of lines", adviseAgain},
		{"SINGLE_DETAIL_DATA_EXCEED_LIMIT", sourceBusiness, Reissue, "单笔退款明细超出限制", "one line is too long", adviseAgain},
		{"NOT_THIS_SELLER_TRADE", sourceBusiness, Final, "不是当前卖家的交易", "not a trade of this seller", adviseElse},
		{"DUBL_TRADE_NO_IN_SAME_BATCH", sourceBusiness, Reissue, "同一批退款中存在两条相同的退款记录", "the same trade twice in one batch", adviseAgain},
		{"DUPLICATE_BATCH_NO", sourceBusiness, Investigate, "重复的批次号", "batch number was used before", "find the earlier batch of that number first: it may have run"},
		{"TRADE_STATUS_ERROR", sourceBusiness, Final, "交易状态不允许退款", "the trade's status does not allow a refund", adviseElse},
		{"BATCH_NO_FORMAT_ERROR", sourceBusiness, Reissue, "批次号格式错误", "batch number is malformed", adviseAgain},
		{"SELLER_INFO_NOT_EXIST", sourceBusiness, FixFirst, "卖家信息不存在", "seller does not exist", adviseFix},
		{"PARTNER_NOT_SIGN_PROTOCOL", sourceBusiness, FixFirst, "平台商未签署协议", "platform has not signed the agreement", adviseFix},
		{"NOT_THIS_PARTNERS_TRADE", sourceBusiness, Final, "退款明细非本合作伙伴的交易", "not a trade of this partner", adviseElse},
		{"DETAIL_DATA_FORMAT_ERROR", sourceBusiness, Reissue, "数据集参数格式错误", "detail_data is malformed", adviseAgain},
		{"PWD_REFUND_NOT_ALLOW_ROYALTY", sourceBusiness, Final, "有密接口不允许退分润", "this interface does not refund royalties", adviseElse},
		{"NANHANG_REFUND_CHARGE_AMOUNT_ERROR", sourceBusiness, Investigate, "退票面价金额不合法", "ticket face value is wrong", adviseCompare},
		{"REFUND_AMOUNT_NOT_VALID", sourceBusiness, Investigate, "退款金额不合法", "refund amount is wrong", adviseCompare},
		{"TRADE_PRODUCT_TYPE_NOT_ALLOW_REFUND", sourceBusiness, Final, "交易类型不允许退交易", "this type of trade cannot be refunded", adviseElse},
		{"RESULT_FACE_AMOUNT_NOT_VALID", sourceBusiness, Investigate, "退款票面价不能大于支付票面价", "refunded face value exceeds the paid one", adviseCompare},
		{"REFUND_CHARGE_FEE_ERROR", sourceBusiness, Investigate, "退收费金额不合法", "fee refund amount is wrong", adviseCompare},
		{"REASON_REFUND_CHARGE_ERR", sourceBusiness, Investigate, "退收费失败", "fee refund failed", adviseCompare},
		{"RESULT_AMOUNT_NOT_VALID", sourceBusiness, Investigate, "退收费金额错误", "fee refund amount is in error", adviseCompare},
		{"RESULT_ACCOUNT_NO_NOT_VALID", sourceBusiness, FixFirst, "账号无效", "account number is invalid", adviseFix},
		{"REASON_TRADE_REFUND_FEE_ERR", sourceBusiness, Investigate, "退款金额错误", "refund amount is in error", adviseCompare},
		{"REASON_HAS_REFUND_FEE_NOT_MATCH", sourceBusiness, Investigate, "已退款金额错误", "amount refunded so far does not match", "compare with Alipay's own history of the trade"},
		{"TXN_RESULT_ACCOUNT_STATUS_NOT_VALID", sourceBusiness, FixFirst, "账户状态无效", "account status is invalid", adviseFix},
		{"TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH", sourceBusiness, Reissue, "账户余额不足", "account balance is too low", adviseTopUp},
		{"REASON_REFUND_AMOUNT_LESS_THAN_COUPON_FEE", sourceBusiness, Investigate, "红包无法部分退款", "a coupon cannot be refunded in part", adviseCompare},
	}
}

// systemCodes is table 9-2.
func systemCodes() Codes {
	return Codes{
		{"SYSTEM_ERROR", sourceSystem, Investigate, "支付宝系统错误", "Alipay system error", adviseAsk},
		{"BATCH_REFUND_STATUS_ERROR", sourceSystem, Investigate, "退款记录状态错误", "refund record has a wrong status", adviseAsk},
		{"BATCH_REFUND_DATA_ERROR", sourceSystem, Investigate, "批量退款后数据检查错误", "data check after the batch failed", adviseAsk},
		{"REFUND_TRADE_FAILED", sourceSystem, Investigate, "不存在退交易，但是退收费和退分润失败", "no trade refund exists, but fee and royalty refunds failed", adviseAsk},
		{"REFUND_FAIL", sourceSystem, Investigate, "退款失败（该结果码只会出现在做意外数据恢复时，找不到结果码的情况）", "refund failed (only after data recovery, when no result code was found)", adviseAsk},
	}
}

// observedCodes are codes that are in no table of the document but in real
// notifications.
func observedCodes() Codes {
	return Codes{
		{"TRADE_HAS_CLOSED", sourceObserved, Final, "交易已关闭，不允许退款", "trade is closed, no refund possible (often: it was refunded in full before)", "look for an earlier success of the same trade; it is no proof of a refund"},
		{"REFUND_TRADE_FEE_ERROR", sourceObserved, Investigate, "退交易金额不合法", "refund amount is wrong (often: more than is left)", "compare with what is left of the trade"},
		{"TRADE_NOT_EXISTS", sourceObserved, Final, "交易不存在", "trade does not exist", adviseElse},
		{"TRADE_HAS_FINISHED", sourceObserved, Final, "交易已结束，不允许退款", "trade has ended, no refund possible", adviseElse},
		{"SELLER_BALANCE_NOT_ENOUGH", sourceObserved, Reissue, "卖家余额不足", "seller's balance is too low", adviseTopUp},
		{"BATCH_REFUND_LOCK_ERROR", sourceObserved, Reissue, "同一时间不允许进行多笔并发退款", "concurrent refunds are not allowed", "submit batches one after the other"},
		{"SELLER_NOT_SIGN_PROTOCOL", sourceObserved, FixFirst, "卖家未签署协议", "seller has not signed the agreement", adviseFix},
		{"ROYALTYER_NOT_SIGN_PROTOCOL", sourceObserved, FixFirst, "分润方未签署三方协议", "royalty receiver has not signed the agreement", adviseFix},
		{"INVALID_CHARACTER_SET", sourceObserved, FixFirst, "字符集无效", "charset is invalid", adviseFix},
		{"ACCOUNT_NOT_EXISTS", sourceObserved, FixFirst, "账号不存在", "account does not exist", adviseFix},
		{"EMAIL_USERID_NOT_MATCH", sourceObserved, FixFirst, "Email 和用户 ID 不匹配", "e-mail and user ID do not match", adviseFix},
		{"REFUND_ROYALTY_FEE_ERROR", sourceObserved, Investigate, "退分润金额不合法", "royalty refund amount is wrong", adviseCompare},
		{"REASON_REFUND_ROYALTY_ERROR", sourceObserved, Investigate, "退分润失败", "royalty refund failed", adviseCompare},
		{"DUBL_ROYALTY_IN_DETAIL", sourceObserved, Investigate, "同一条明细中存在两条转入转出账户相同的分润信息", "the same royalty twice in one line", adviseCompare},
		{"DUP_ROYALTY_REFUND_ITEM", sourceObserved, Investigate, "重复的退分润条目", "duplicate royalty refund item", adviseCompare},
		{"WHOLE_DETAIL_FORBID_REFUND", sourceObserved, Final, "整条退款明细都禁止退款", "the whole line may not be refunded", adviseElse},
		{"NO_REFUND_CHARGE_PRIVILEDGE", sourceObserved, FixFirst, "没有退收费的权限", "no permission to refund fees", adviseFix},
		{"RESULT_BATCH_NO_FORMAT_ERROR", sourceObserved, Reissue, "批次号格式错误", "batch number is malformed", adviseAgain},
		{"BATCH_MEMO_LENGTH_EXCEED_LIMIT", sourceObserved, Reissue, "备注长度超过限制", "reason is too long", adviseAgain},
		{"REFUND_CHARGE_FEE_GREATER_THAN_LIMIT", sourceObserved, Investigate, "退收费金额超过限制", "fee refund exceeds its limit", adviseCompare},
		{"SELLER_STATUS_NOT_ALLOW", sourceObserved, FixFirst, "卖家状态不正常", "seller's status is not normal", adviseFix},
		{"SINGLE_DETAIL_DATA_ENCODING_NOT_SUPPORT", sourceObserved, FixFirst, "单条数据集编码集不支持", "encoding of a line is not supported", adviseFix},
		{"CA_USER_NOT_USE_CA", sourceObserved, FixFirst, "数字证书用户但未使用数字证书登录", "certificate user signed in without the certificate", adviseFix},
		{"REFUND_SUBTRADE_FEE_ERROR", sourceObserved, Investigate, "退子交易金额不合法", "sub-trade refund amount is wrong", adviseCompare},
		{"TRADE_PRODUCT_NOT_ALLOW_REFUND", sourceObserved, Final, "交易产品不允许退款", "this product cannot be refunded", adviseElse},
		{"BUYER_ERROR", sourceObserved, Final, "因买家支付宝账户问题不允许退款", "buyer's account does not allow the refund", adviseElse},
		{"CHECK_VALID_SUCCESS", sourceObserved, Investigate, "本段校验通过，但该笔明细因其他原因失败", "this section passed its checks, but the line failed elsewhere", adviseCompare},
	}
}
