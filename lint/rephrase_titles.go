package lint

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// manyButtons is more than a sentence lists.
const manyButtons = 30

// rephrasedTitles warns about a rephrased text that names the choices of its buttons: the
// model may reword them, and the titles stay.
func (k *checker) rephrasedTitles(v *responses.Variation) {
	buttons := slices.Concat(v.Buttons(), v.QuickReplies())
	if len(buttons) == 0 || len(buttons) > manyButtons {
		return
	}
	for _, t := range v.Texts {
		if t.Path != "text" {
			continue
		}
		var titles []string
		for _, b := range buttons {
			title := b.Title()
			if translated, ok := b.Translated(t.Language, "title").Text(); ok {
				title = translated
			}
			titles = append(titles, title)
		}
		if repeated := repeatedTitles(t.Source, titles); len(repeated) > 0 {
			k.warn(t.Value, diag.RephrasedTitles,
				"this text repeats "+list(repeated)+" from its buttons: rephrasing may say other words than the buttons show",
				"leave the choices to the buttons, or write `rephrase: false`")
			return
		}
	}
}

// repeatedTitles returns the titles that a text repeats: two of them at least, and half of
// all. One alone, such as "cancel", is often just a word of the sentence, unless it is in
// quotes.
func repeatedTitles(text string, titles []string) []string {
	rest := strings.ToLower(text)
	// A title may be a part of another one, which is looked for first.
	inOrder := titleWords(titles)
	slices.SortStableFunc(inOrder, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	found, quoted := map[string]bool{}, false
	for _, word := range inOrder {
		if i := wordIn(rest, word); i >= 0 {
			found[word] = true
			quoted = quoted || isQuoted(rest, i, i+len(word))
			rest = rest[:i] + "\n" + rest[i+len(word):]
		}
	}
	if !quoted && (len(found) < 2 || 2*len(found) < len(inOrder)) {
		return nil
	}
	return slices.DeleteFunc(titles, func(title string) bool { return !found[titleWord(title)] })
}

// titleWords returns the words of the titles, each once. A title without letters, or with
// variables, has none.
func titleWords(titles []string) []string {
	var words []string
	for _, title := range titles {
		word := titleWord(title)
		if strings.ContainsFunc(word, unicode.IsLetter) && !strings.ContainsAny(title, "{}") && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// titleWord returns a title as a sentence repeats it: without an emoji, and in small
// letters.
func titleWord(title string) string {
	return strings.ToLower(strings.TrimFunc(title, func(r rune) bool { return !isOfWord(r) }))
}

// wordIn returns where a text has a word, or several, as a whole; -1 if nowhere.
func wordIn(text, word string) int {
	first, width := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(word)
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(word):])
		if isEdge(before, first) && isEdge(last, after) {
			return i
		}
		from = i + width
	}
}

// isEdge reports whether a word ends between two characters. It may end anywhere in a
// script that has no spaces.
func isEdge(a, b rune) bool {
	return !isOfWord(a) || !isOfWord(b) || unicode.In(a, unspaced...) && unicode.In(b, unspaced...)
}

// unspaced are scripts that have no spaces between words.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

func isOfWord(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.Nd) }

// quotes are the characters around a title that a text tells users to press.
const quotes = "\"'`*_“”„‘’«»‹›「」『』[]"

// isQuoted reports whether a part of a text is in quotes, or emphasized.
func isQuoted(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return strings.ContainsRune(quotes, before) && strings.ContainsRune(quotes, after)
}
