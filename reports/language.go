package reports

// say picks the sentence of the configured language; anything but "zh" is
// English. Headers are not sentences: they are in both languages.
func (r Report) say(en, zh string) string {
	if r.Language == "zh" {
		return zh
	}
	return en
}
