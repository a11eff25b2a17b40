package compare

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is a piece of text that is in both versions, or in one of them.
type Word struct {
	// Kind is Added, Removed, or empty for text in both versions.
	Kind Kind   `json:"kind,omitempty"`
	Text string `json:"text"`
}

// maxCells limits the work of a word diff. Longer texts count as entirely
// different between their common start and end.
const maxCells = 1 << 21

// words returns the word diff of two texts. The pieces that are not Added make
// up the old text, and those that are not Removed the new one.
func words(before, after string) []Word {
	a, b := tokens(before), tokens(after)
	var head, tail int
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var w wordList
	w.add("", a[:head]...)
	w.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	w.add("", a[len(a)-tail:]...)
	return w.joined()
}

type wordList []Word

func (w *wordList) add(kind Kind, pieces ...string) {
	if len(pieces) == 0 {
		return
	}
	text := strings.Join(pieces, "")
	if n := len(*w); n > 0 && (*w)[n-1].Kind == kind {
		(*w)[n-1].Text += text
		return
	}
	*w = append(*w, Word{kind, text})
}

// joined merges neighboring changes that are separated only by space.
func (w wordList) joined() []Word {
	var out wordList
	for _, next := range w {
		out.add(next.Kind, next.Text)
		n := len(out)
		if n < 5 || out[n-1].Kind != Added || out[n-2].Kind != Removed || !isSpace(out[n-3]) || out[n-4].Kind != Added || out[n-5].Kind != Removed {
			continue
		}
		space := out[n-3].Text
		removed, added := out[n-5].Text+space+out[n-2].Text, out[n-4].Text+space+out[n-1].Text
		out = append(out[:n-5], Word{Removed, removed}, Word{Added, added})
	}
	return out
}

// isSpace reports whether a piece is in both versions and only space.
func isSpace(w Word) bool { return w.Kind == "" && strings.TrimSpace(w.Text) == "" }

// middle compares two lists without a common start or end, by their heaviest
// common subsequence.
func (w *wordList) middle(a, b []string) {
	if len(a)*len(b) > maxCells {
		w.add(Removed, a...)
		w.add(Added, b...)
		return
	}
	keep := common(a, b, weight, func(x, y string) bool { return x == y })
	i, j := 0, 0
	for _, k := range keep {
		w.add(Removed, a[i:k.a]...)
		w.add(Added, b[j:k.b]...)
		w.add("", a[k.a])
		i, j = k.a+1, k.b+1
	}
	w.add(Removed, a[i:]...)
	w.add(Added, b[j:]...)
}

// place is a pair of indexes at which two lists have the same item.
type place struct{ a, b int }

// weight makes a common word count more than the spaces around it.
func weight(token string) int32 {
	if isWord(token) {
		return 4
	}
	return 1
}

// common returns a heaviest common subsequence of two lists.
func common[T any](a, b []T, weight func(T) int32, same func(x, y T) bool) []place {
	width := len(b) + 1
	best := make([]int32, (len(a)+1)*width)
	for i, x := range slices.Backward(a) {
		for j, y := range slices.Backward(b) {
			best[i*width+j] = max(best[(i+1)*width+j], best[i*width+j+1])
			if same(x, y) {
				best[i*width+j] = max(best[i*width+j], best[(i+1)*width+j+1]+weight(x))
			}
		}
	}
	var out []place
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case same(a[i], b[j]) && best[i*width+j] == best[(i+1)*width+j+1]+weight(a[i]):
			out = append(out, place{i, j})
			i, j = i+1, j+1
		case best[(i+1)*width+j] >= best[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

// tokens splits a text into words, placeholders, spaces and single characters.
// In scripts without spaces, every character is a word.
func tokens(text string) []string {
	var out []string
	for text != "" {
		n := tokenSize(text)
		out = append(out, text[:n])
		text = text[n:]
	}
	return out
}

func tokenSize(text string) int {
	r, size := utf8.DecodeRuneInString(text)
	if r == '{' {
		if end := strings.IndexAny(text[1:], "{}\n"); end > 0 && text[1+end] == '}' {
			return end + 2
		}
	}
	for _, is := range [...]func(rune) bool{unicode.IsSpace, isLetter} {
		if !is(r) {
			continue
		}
		if n := strings.IndexFunc(text, func(r rune) bool { return !is(r) }); n > 0 {
			return n
		}
		return len(text)
	}
	return size
}

// isLetter reports whether a character is part of a longer word.
func isLetter(r rune) bool {
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
		return false
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '_' || r == '\'' || r == '’'
}

// isWord reports whether a token is a word or a placeholder.
func isWord(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '{' && len(token) > 1
}
