package sqlite

import "testing"

// TestSchemaDigest asks that the digest is that of what the migrations make.
func TestSchemaDigest(t *testing.T) {
	schema, err := freshSchema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := digestSchema(schema); got != schemaDigest {
		t.Errorf("the migrations make a schema with the digest %s", got)
	}
}
