package guard

import "strings"

// row is words that mean the same. An underscore in a word is a space.
type row[T any] struct {
	value T
	words string
}

// table returns what each word means, with the words as [fold] makes them.
func table[T any](rows []row[T]) map[string]T {
	t := map[string]T{}
	for _, r := range rows {
		for w := range strings.FieldsSeq(r.words) {
			t[fold(strings.ReplaceAll(w, "_", " "))] = r.value
		}
	}
	return t
}

// wordSet returns a set of words.
func wordSet(words string) map[string]bool {
	return table([]row[bool]{{true, words}})
}
