package alipay

// TradeNumbersIn returns the runs of 16 to 32 digits in a text, each once, in their order.
// They are what a line that does not read may be about: other numbers among them do no
// harm, because no trade has them.
func TradeNumbersIn(text string) []string {
	var found []string
	seen := map[string]bool{}
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			i++
			continue
		}
		end := i
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		if number := text[i:end]; IsTradeNo(number) && !seen[number] {
			seen[number] = true
			found = append(found, number)
		}
		i = end
	}
	return found
}
