package ledger_test

import (
	"errors"
	"testing"

	"reconcile/ledger"
)

// TestSamePerson compares spellings: of one person, and of two.
func TestSamePerson(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Wang Wei", "wang wei", true},
		{"Wang Wei", "Ｗａｎｇ　Ｗｅｉ", true},
		{"Wang Wei", "wang.wei", true},
		{"Wang Wei", "WangWei", true},
		{"Wang Wei", "Wang\u00a0Wei", true},
		{"Wang Wei", "Wang\u200b Wei\u00ad", true},
		{"Wang Wei", "Wang\u3164Wei", true},
		{"Wang Wei", "Wang Wei\ufe0f", true},
		{"Wang Wei", "Wang+Wei|", true},
		{"José", "Jose\u0301", true},
		{"Groß", "GROSS", true},
		{"王伟", "王 伟", true},
		{"Wang Wei", "Wang Wen", false},
		{"Wang Wei", "Wang Wei 2", false},
		{"Lü Wei", "Lu Wei", false},
		{"王伟", "王玮", false},
	} {
		if got := ledger.SamePerson(c.a, c.b); got != c.want || ledger.SamePerson(c.b, c.a) != c.want {
			t.Errorf("SamePerson(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestCheckPerson asks who may act: anybody who has a name, or those who are listed,
// exactly as written.
func TestCheckPerson(t *testing.T) {
	people := []string{"Wang Wei", "李娜"}
	for _, c := range []struct {
		people []string
		name   string
		may    bool
	}{
		{nil, "anybody", true},
		{nil, " - ", false},
		{nil, "", false},
		{people, "Wang Wei", true},
		{people, "李娜", true},
		{people, "wang wei", false},
		{people, "Wang Wei ", false},
		{people, "Zhang San", false},
	} {
		if err := ledger.CheckPerson(c.people, c.name); c.may != (err == nil) || err != nil && !errors.Is(err, ledger.ErrPerson) {
			t.Errorf("CheckPerson(%q, %q) = %v, want that it may: %v", c.people, c.name, err, c.may)
		}
	}
}
