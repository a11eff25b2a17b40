package yamlsrc

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestPlaceInLongLine compares the columns of a long line with a count from its
// start.
func TestPlaceInLongLine(t *testing.T) {
	text := "é: x\n" + strings.Repeat("aé€🙂, ", 2000) + "\nb\n" + strings.Repeat("é", 5000)
	doc := newDocument("f.yml", []byte(text))
	for offset := range text {
		if !utf8.RuneStart(text[offset]) {
			continue
		}
		before := text[:offset]
		start := strings.LastIndexByte(before, '\n') + 1
		line, column := doc.place(offset)
		if wantLine, want := strings.Count(before, "\n")+1, utf8.RuneCountInString(before[start:])+1; line != wantLine || column != want {
			t.Fatalf("%d: got %d:%d, want %d:%d", offset, line, column, wantLine, want)
		}
	}
}
