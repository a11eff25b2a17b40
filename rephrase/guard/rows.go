package guard

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode/utf8"
)

// An answer may not share a row of this weight with the instructions: that of eight words, or
// of sixteen characters of a script without spaces.
const (
	rowWeight  = 16
	wordWeight = 2
)

// rows are the rows of words of a prompt that an answer may not repeat. They are kept as hashes:
// a message that waits for a model should hold little.
type rows struct {
	seed maphash.Seed
	// prompt is sorted.
	prompt []uint64
}

// newRows returns the rows of the prompt without those of the text and of the conversation.
func newRows(s Sentence, norm string) *rows {
	r := &rows{seed: maphash.MakeSeed()}
	for line := range strings.SplitSeq(normalize(s.Prompt), "\n") {
		if isLine(strings.TrimSpace(line)) {
			continue
		}
		r.each(wordsOf(line), func(row uint64, _, _ int) bool {
			r.prompt = append(r.prompt, row)
			return true
		})
	}
	slices.Sort(r.prompt)
	r.prompt = slices.Clip(slices.Compact(r.prompt))
	r.forget(norm)
	r.forget(normalize(s.Conversation))
	return r
}

// forget drops the rows of the lines of a normalized text.
func (r *rows) forget(norm string) {
	if len(r.prompt) == 0 {
		return
	}
	var said []uint64
	for line := range strings.SplitSeq(norm, "\n") {
		r.each(wordsOf(line), func(row uint64, _, _ int) bool {
			if _, ok := slices.BinarySearch(r.prompt, row); ok {
				said = append(said, row)
			}
			return true
		})
	}
	if len(said) == 0 {
		return
	}
	slices.Sort(said)
	r.prompt = slices.DeleteFunc(r.prompt, func(row uint64) bool {
		_, ok := slices.BinarySearch(said, row)
		return ok
	})
}

// in returns the first row of the prompt that the words of an answer have.
func (r *rows) in(words string) (found string, ok bool) {
	if len(r.prompt) == 0 {
		return "", false
	}
	r.each(words, func(row uint64, start, end int) bool {
		if _, ok = slices.BinarySearch(r.prompt, row); ok {
			found = words[start:end]
		}
		return !ok
	})
	return found, ok
}

// piece is a word of a row, or a character of a script without spaces.
type piece struct {
	hash       uint64
	start, end int
	weight     int
}

// each calls yield with each row of words, and where it is, until yield returns false.
func (r *rows) each(words string, yield func(row uint64, start, end int) bool) {
	parts := r.parts(words)
	for k := range parts {
		row, weight := uint64(0), 0
		for j := k; j < len(parts) && weight < rowWeight; j++ {
			row, weight = row*31+parts[j].hash, weight+parts[j].weight
			if weight >= rowWeight && !yield(row, parts[k].start, parts[j].end) {
				return
			}
		}
	}
}

// parts returns the parts of words with one space between.
func (r *rows) parts(words string) []piece {
	parts := make([]piece, 0, len(words)/5+1)
	for i := 0; i < len(words); {
		first, size := utf8.DecodeRuneInString(words[i:])
		p := piece{start: i, weight: wordWeight}
		i += size
		switch {
		case first == ' ':
			continue
		case unspaced(first):
			p.weight = 1
		default:
			for i < len(words) {
				next, size := utf8.DecodeRuneInString(words[i:])
				if next == ' ' || unspaced(next) {
					break
				}
				i += size
			}
		}
		p.end = i
		p.hash = maphash.String(r.seed, words[p.start:p.end])
		parts = append(parts, p)
	}
	return parts
}
