package config

import "reconcile/words"

// SchemaName is the file that init writes the schema of cron.yaml to.
const SchemaName = "cron.schema.json"

// allKeys are the keys of cron.yaml where none is read.
func allKeys(l words.Language) []key { return reader{Config: &Config{}, language: l}.configKeys() }

// Schema is the JSON Schema of cron.yaml, for editors. It never refuses
// what the program takes; what it cannot say, reconcile check does.
func Schema(l words.Language) map[string]any {
	top := schemaOf(allKeys(l), l)
	top["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	top["title"] = l.Sprint("The configuration of reconcile")
	return top
}

// schemaOf is the schema of a mapping or a list with these keys.
func schemaOf(keys []key, l words.Language) map[string]any {
	properties, need := map[string]any{}, []string{}
	for _, k := range keys {
		node := k.form.schema
		if k.form.keys != nil {
			node = schemaOf(k.form.keys, l)
		}
		node["description"] = k.describe(l)
		switch k.name {
		case "*":
			return map[string]any{"type": "object", "additionalProperties": node}
		case "[]":
			return map[string]any{"type": "array", "items": node}
		}
		if k.needed() {
			need = append(need, k.name)
		}
		properties[k.name] = node
	}
	return map[string]any{"type": "object", "properties": properties, "required": need, "additionalProperties": false}
}
