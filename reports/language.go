package reports

// say picks the sentence of the configured language; anything but "zh" is
// English. Headers are not sentences: they are in both languages.
func (r Report) say(en, zh string) string {
	if r.Language == "zh" {
		return zh
	}
	return en
}

// cutNote says where the whole of a text is that had to be cut.
func (r Report) cutNote() string {
	return r.say("… (cut; whole text in findings.jsonl)", "…（已截断，全文见 findings.jsonl）")
}
