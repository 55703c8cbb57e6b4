package rules

// Parse reads a rule.
var Parse = parse
