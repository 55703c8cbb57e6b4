package main

import (
	"fmt"
	"slices"
	"strings"
)

// schemaName is the file that init writes the schema of cron.yaml to.
const schemaName = "cron.schema.json"

// configSchema is the JSON Schema of cron.yaml, for editors. It never refuses
// what the program takes; what it cannot say, reconcile check does.
func configSchema() map[string]any {
	top := schemaOf(configKeys(), "")
	top["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	top["title"] = "The configuration of reconcile"
	return top
}

// schemaOf is the schema of the mapping at a path, "" for the whole.
func schemaOf(keys []configKey, path string) map[string]any {
	properties, need := map[string]any{}, []string{}
	for _, k := range childrenOf(keys, path) {
		name := k.path[strings.LastIndex(k.path, ".")+1:]
		node := map[string]any{}
		if k.form.isGroup() {
			node = schemaOf(keys, k.path)
		}
		for word, rule := range k.form.schema {
			node[word] = rule
		}
		node["description"] = k.describe()
		switch name {
		case "*":
			return map[string]any{"type": "object", "additionalProperties": node}
		case "[]":
			return map[string]any{"type": "array", "items": node}
		}
		if k.otherwise == needed {
			need = append(need, name)
		}
		properties[name] = node
	}
	return map[string]any{"type": "object", "properties": properties, "required": need, "additionalProperties": false}
}

// childrenOf are the keys right below a path.
func childrenOf(keys []configKey, path string) []configKey {
	prefix := path + "."
	if path == "" {
		prefix = ""
	}
	return slices.DeleteFunc(slices.Clone(keys), func(k configKey) bool {
		rest, ok := strings.CutPrefix(k.path, prefix)
		return !ok || rest == "" || strings.Contains(rest, ".")
	})
}

// describe says what a key is for, what it may be, and what it is otherwise.
func (k configKey) describe() string {
	text := k.text
	if !k.form.isGroup() && k.form.says != "text" {
		text += fmt.Sprintf(" %s.", strings.ToUpper(k.form.says[:1])+k.form.says[1:])
	}
	switch k.otherwise {
	case "":
	case needed:
		text += " Needed."
	default:
		text += fmt.Sprintf(" Default: %s.", k.otherwise)
	}
	return text
}
