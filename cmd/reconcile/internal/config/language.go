package config

import (
	"iter"

	"reconcile/words"
)

// Language is the language that a configuration names for a job, or for the first job that
// names one; "" where none does, or the file cannot be read. What is wrong with the file
// is not told: Load does.
func Language(file, job string) (first words.Language) {
	text, err := readSmall(file, maxConfig, words.Text{})
	if err != nil {
		return ""
	}
	d := &document{file: file}
	for name, l := range d.parse(text).languages() {
		if first == "" || name == job {
			first = l
		}
	}
	return first
}

// languages are the languages that the jobs of a configuration name, by job.
func (v value) languages() iter.Seq2[string, words.Language] {
	return func(yield func(job string, l words.Language) bool) {
		for _, top := range v.entries() {
			if top.key != "jobs" {
				continue
			}
			for _, job := range top.entries() {
				for _, k := range job.entries() {
					l := words.Language(k.node.Value)
					if k.key == "language" && (l == words.English || l == words.Chinese) && !yield(job.key, l) {
						return
					}
				}
			}
		}
	}
}
