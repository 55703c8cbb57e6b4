package main

import "strings"

// A form is what the value of a key may be: in words, and as JSON Schema.
type form struct {
	says   string
	schema map[string]any
	keys   []string // of a mapping that is written on one line
}

// isGroup tells whether the keys of the value have rows of their own.
func (f form) isGroup() bool { return f.says == "" }

// group is a mapping whose keys have rows of their own.
func group() form { return form{} }

// textForm is text; a number is taken as it is written.
func textForm() form {
	return form{says: "text", schema: map[string]any{"type": []string{"string", "number"}}}
}

// patternForm is text of a certain form, where an editor can tell.
func patternForm(says, pattern string) form {
	return form{says: says, schema: map[string]any{"type": []string{"string", "number"}, "pattern": pattern}}
}

// digitsForm is digits that a reader without quotes would take for a number.
func digitsForm(says, pattern string) form {
	return form{says: says, schema: map[string]any{"type": []string{"string", "integer"}, "pattern": pattern}}
}

// choiceForm is one of some words.
func choiceForm(words ...string) form {
	return form{says: "one of " + strings.Join(words, ", "), schema: map[string]any{"enum": words}}
}

// switchForm is on or off; an editor may take the words for truth values.
func switchForm() form {
	return form{says: "on or off", schema: map[string]any{"enum": []any{"on", "off", "true", "false", true, false}}}
}

// numberForm is a whole number from least to most.
func numberForm(says string, least, most int) form {
	return form{says: says, schema: map[string]any{"type": "integer", "minimum": least, "maximum": most}}
}

// amountForm is an amount in yuan.
func amountForm() form {
	return form{says: "an amount in yuan", schema: map[string]any{"type": []string{"string", "number"}, "pattern": `^[0-9]+(\.[0-9]+)?$`, "minimum": 0}}
}

// lengthForm is a length of time.
func lengthForm() form {
	return patternForm("a length of time such as 90m or 26h", `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`)
}

// listForm is a list of text.
func listForm(says string) form {
	return form{says: says, schema: map[string]any{"type": "array", "items": map[string]any{"type": []string{"string", "number"}}}}
}

// secretForm is the place of a secret, never the secret itself.
func secretForm() form {
	text := map[string]any{"type": "string", "minLength": 1}
	return form{says: "a path under file or a variable under env, never the secret itself", keys: []string{"file", "env"}, schema: map[string]any{
		"type": "object", "properties": map[string]any{"file": text, "env": text},
		"additionalProperties": false, "minProperties": 1, "maxProperties": 1,
	}}
}
