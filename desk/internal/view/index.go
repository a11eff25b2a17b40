package view

import (
	"context"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"nlgserver/responses"
)

// separator ends each item of an index: no text of a query has it.
const separator = 0

// index is everything that is searched, in one text, in lower case: of each entry the
// name, then of each variation the texts and the id. So a search is a single scan.
type index struct {
	text string
	// ends are the offsets after each item's separator.
	ends []uint32
	// first is the number of the first item of each entry, and of the end.
	first []uint32
}

// maxIndex is the size of the index in bytes. Beyond it, texts are not searched.
const maxIndex = 1<<32 - 1

func newIndex(ctx context.Context, entries []entry) index {
	size := 0
	for i := range entries {
		for item := range itemsOf(entries[i].w) {
			size += len(item.text) + 1
		}
	}
	text := make([]byte, 0, min(size, maxIndex))
	x := index{first: make([]uint32, 0, len(entries)+1)}
	for i := range entries {
		if i%64 == 0 && ctx.Err() != nil {
			return x
		}
		x.first = append(x.first, uint32(len(x.ends)))
		for item := range itemsOf(entries[i].w) {
			if len(text)+2*len(item.text) < maxIndex {
				text = appendFolded(text, item.text)
			}
			text = append(text, separator)
			x.ends = append(x.ends, uint32(len(text)))
		}
	}
	x.first = append(x.first, uint32(len(x.ends)))
	x.text = string(text)
	return x
}

// item is something that is searched.
type item struct {
	text string
	// number is that of the variation, from 1; 0 for the response's name.
	number int
	// t is the text; nil for a name and an id.
	t *responses.Text
}

// itemsOf yields the items of a response, in the order of the index. The one after the
// name is what a row shows, if that is a text.
func itemsOf(w *responses.Response) func(yield func(item) bool) {
	return func(yield func(item) bool) {
		if !yield(item{text: w.Name}) {
			return
		}
		for i, v := range w.Variations {
			for _, t := range v.Texts {
				if !yield(item{t.Source, i + 1, t}) {
					return
				}
			}
			if v.ID != "" && !yield(item{v.ID, i + 1, nil}) {
				return
			}
		}
	}
}

// appendFolded appends a text as it is searched: composed, and in lower case.
func appendFolded(dst []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			if i > 0 { // it may be composed with the letter before it
				i, dst = i-1, dst[:len(dst)-1]
			}
			for _, r := range norm.NFC.String(text[i:]) {
				dst = utf8.AppendRune(dst, unicode.ToLower(r))
			}
			return dst
		}
		c := text[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

// wordsOf returns the words of a query as they are searched.
func wordsOf(query string) []string { return strings.Fields(string(appendFolded(nil, query))) }

// search calls found for each entry that has an item with all of the words, with the
// number of its first such item; 0 is the name.
func (x *index) search(words []string, found func(entry, item int)) {
	longest := words[0]
	for _, word := range words {
		if len(word) > len(longest) {
			longest = word
		}
		if strings.IndexByte(word, separator) >= 0 {
			return
		}
	}
	for at := 0; ; {
		i := strings.Index(x.text[at:], longest)
		if i < 0 {
			return
		}
		at += i
		n := sort.Search(len(x.ends), func(n int) bool { return x.ends[n] > uint32(at) })
		if start := x.start(n); !hasAll(x.text[start:x.ends[n]], words) {
			at = int(x.ends[n])
			continue
		}
		e := sort.Search(len(x.first), func(e int) bool { return x.first[e] > uint32(n) }) - 1
		found(e, n-int(x.first[e]))
		at = int(x.start(int(x.first[e+1])))
	}
}

// start returns the offset of an item.
func (x *index) start(n int) uint32 {
	if n == 0 {
		return 0
	}
	return x.ends[n-1]
}

func hasAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
