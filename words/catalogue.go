package words

// Parts are the parts of the catalogue: English texts with their Chinese ones.
func Parts() []map[string]string {
	return []map[string]string{programWords(), printedWords(), configWords(), ledgerWords(), inputWords(), keptWords(), reportWords(), systemWords()}
}
