package forms

import "net/url"

// jsonStrings are the forms of JSON that hold the body as a string.
func jsonStrings() []Form {
	body := func(c capture) string { return c.raw.Encode() }
	return []Form{
		{Name: "json-body", By: "nginx: escape=json", print: each(func(c capture) string {
			return `{"time":"` + c.iso() + `","remote_addr":"110.75.143.1","request":"POST /alipay/notify HTTP/1.1","status":"200","request_body":` + plainJSON.quote(body(c)) + `}`
		})},
		{Name: "json-any-name", By: "a logger of a shop", print: each(func(c capture) string {
			return `{"lvl":"info","zahlung":` + plainJSON.quote(body(c)) + `,"t":1773121509}`
		})},
		{Name: "json-u0026", By: "encoding/json of Go", print: each(func(c capture) string {
			return `{"level":"info","msg":"notify","raw":` + goQuote(body(c)) + `}`
		})},
		{Name: "json-gson", By: "Gson", print: each(func(c capture) string {
			return `{"ts":"` + c.at() + `","content":` + gsonJSON.quote(body(c)) + `}`
		})},
		{Name: "json-depth", By: "Elastic Common Schema", print: each(func(c capture) string {
			return `{"@timestamp":"` + c.iso() + `","log.level":"info","http":{"request":{"method":"POST","body":{"bytes":300,"content":` + plainJSON.quote(body(c)) + `}},"response":{"status_code":200}},"tags":["pay",["a"]]}`
		})},
		{Name: "json-in-json", By: "JSON lines in a container", print: each(func(c capture) string {
			return `{"log":` + plainJSON.quote(`{"msg":"notify","body":`+plainJSON.quote(body(c))+`}`+"\n") + `,"stream":"stdout","time":"2026-03-10T05:45:09.123456789Z"}`
		})},
		{Name: "docker", By: "json-file of Docker", print: each(func(c capture) string { return dockerLine(c.at()+" INFO notify "+body(c)+"\n", goQuote) })},
		{Name: "gelf", By: "GELF", print: each(func(c capture) string {
			return `{"version":"1.1","host":"pay-1","short_message":"refund notify","full_message":` + plainJSON.quote("refund notify\n"+body(c)+"\n") + `,"timestamp":1773121509.123,"level":6,"_thread":"http-8080-exec-3"}`
		})},
		{Name: "har-text", By: "Chrome: Save all as HAR", Lines: true, print: within("{\n  \"log\": {\n    \"version\": \"1.2\",\n    \"entries\": [\n", ",\n", "\n    ]\n  }\n}", func(c capture) string {
			return "      {\n        \"startedDateTime\": \"" + c.iso() + "\",\n        \"request\": {\n          \"method\": \"POST\",\n          \"url\": \"https://shop.example/alipay/notify\",\n          \"postData\": {\n" +
				"            \"mimeType\": \"application/x-www-form-urlencoded\",\n            \"text\": " + plainJSON.quote(body(c)) + "\n          }\n        }\n      }"
		})},
		{Name: "har-params", By: "Chrome, and jq -c", Together: true, print: within(`{"log":{"version":"1.2","entries":[`, ",", `]}}`, func(c capture) string {
			return `{"startedDateTime":"` + c.iso() + `","request":{"method":"POST","url":"https://shop.example/alipay/notify","postData":{"mimeType":"application/x-www-form-urlencoded","params":` + harParams(c) + `}}}`
		})},
		{Name: "har-both", By: "Chrome", Together: true, print: within(`{"log":{"version":"1.2","entries":[`, ",", `]}}`, harBoth)},
	}
}

// harBoth is an entry as Chrome writes it, whose postData has the body as text and as
// params.
func harBoth(c capture) string {
	return `{"startedDateTime":"` + c.iso() + `","request":{"method":"POST","url":"https://shop.example/alipay/notify","postData":{"mimeType":"application/x-www-form-urlencoded","text":` +
		plainJSON.quote(c.raw.Encode()) + `,"params":` + harParams(c) + `}}}`
}

// harParams is the list of parameters as Chrome writes it, whose values are encoded.
func harParams(c capture) string {
	return joined(c.raw, "[", ",", "]", func(name, value string) string {
		return `{"name":` + plainJSON.quote(name) + `,"value":` + plainJSON.quote(url.QueryEscape(value)) + `}`
	})
}

// dockerLine is a line of Docker's json-file.
func dockerLine(text string, quote func(string) string) string {
	return `{"log":` + quote(text) + `,"stream":"stdout","time":"2026-03-10T05:45:09.123456789Z"}`
}
