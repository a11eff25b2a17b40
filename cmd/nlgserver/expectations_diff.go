package main

import (
	"slices"
	"unicode"
)

// span is a part of a string.
type span struct {
	text    string
	changed bool
}

// maxCompared is the largest number of words to compare. Longer texts count as
// different throughout.
const maxCompared = 400

// markChanges finds the words in which two texts differ.
func markChanges(want, got string) (old, now []span) {
	a, b := words(want), words(got)
	if len(a) > maxCompared || len(b) > maxCompared {
		return []span{{want, want != got}}, []span{{got, want != got}}
	}
	// common[i][j] is how many words a[i:] and b[j:] have in common, in order.
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i, x := range slices.Backward(a) {
		for j, y := range slices.Backward(b) {
			if x == y {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			old, now = appendSpan(old, a[i], false), appendSpan(now, b[j], false)
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			old = appendSpan(old, a[i], true)
			i++
		default:
			now = appendSpan(now, b[j], true)
			j++
		}
	}
	return old, now
}

func appendSpan(spans []span, text string, changed bool) []span {
	if n := len(spans); n > 0 && spans[n-1].changed == changed {
		spans[n-1].text += text
		return spans
	}
	return append(spans, span{text, changed})
}

// words splits a string into words and the characters between them.
func words(text string) []string {
	var out []string
	start, last := 0, -1
	for i, r := range text {
		kind := 2
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			kind = 0
		case unicode.IsSpace(r):
			kind = 1
		}
		if i > start && (kind != last || kind == 2) {
			out = append(out, text[start:i])
			start = i
		}
		last = kind
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}
