package guard

import (
	"strings"
	"unicode/utf8"
)

// scanner finds the facts of a normalized text without links. Its small methods are called in
// hundreds of places: inlined, they would double the size of the package.
type scanner struct {
	s    string
	toks []token
	list []fact
	// used is the first token that no fact has.
	used  int
	loose unit
	// looseLabels are the labels of currencies that belong to no number.
	looseLabels []string
	rates       []rate
	// mark is the last number of a numbered list.
	mark int
}

func findFacts(s string) *facts {
	sc := &scanner{s: s, toks: tokenize(s)}
	for i := 0; i < len(sc.toks); {
		next := sc.fact(i)
		if next > i {
			sc.used = next
			i = next
			sc.rate(i, sc.list[len(sc.list)-1].unit&strict != 0)
			continue
		}
		sc.rate(i, false)
		sc.loose |= sc.looseUnit(i)
		i++
	}
	sc.share()
	sc.confirmWeekdays()
	f := &facts{text: s, list: sc.list, loose: sc.loose, looseLabels: sc.looseLabels, rates: sc.rates, tokens: sc.toks}
	f.index()
	return f
}

// fact reads the fact that begins at token i, and returns the token after it; i for none.
func (sc *scanner) fact(i int) int {
	for _, read := range [...]func(int) int{
		sc.zoneName, sc.code, sc.percentage, sc.date, sc.phone, sc.quarter, sc.fraction, sc.clock, sc.amount, sc.month, sc.weekday, sc.relative, sc.spelled,
	} {
		if next := read(i); next > i {
			return next
		}
	}
	return i
}

// add adds a fact of the tokens from i up to next.
//
//go:noinline
func (sc *scanner) add(f fact, i, next int) int {
	f.start, f.end = sc.toks[i].start, sc.toks[next-1].end
	sc.list = append(sc.list, f)
	return next
}

//go:noinline
func (sc *scanner) kind(i int) kind {
	if i < 0 || i >= len(sc.toks) {
		return none
	}
	return sc.toks[i].kind
}

//go:noinline
func (sc *scanner) text(i int) string {
	if i < 0 || i >= len(sc.toks) {
		return ""
	}
	return sc.s[sc.toks[i].start:sc.toks[i].end]
}

// word returns the folded word at i, or "".
//
//go:noinline
func (sc *scanner) word(i int) string {
	if i < 0 || i >= len(sc.toks) {
		return ""
	}
	return sc.toks[i].word
}

// glued reports whether token i follows the one before without a space.
//
//go:noinline
func (sc *scanner) glued(i int) bool {
	return i > 0 && i < len(sc.toks) && !sc.toks[i].spaced
}

// is reports whether token i is the given symbol.
//
//go:noinline
func (sc *scanner) is(i int, symbols string) bool {
	return sc.kind(i) == symbol && strings.Contains(symbols, sc.text(i))
}

// isUnspaced reports whether token i is of a script without spaces.
//
//go:noinline
func (sc *scanner) isUnspaced(i int) bool {
	r, _ := utf8.DecodeRuneInString(sc.text(i))
	return sc.kind(i) == word && unspaced(r)
}

// hasPrefix reports whether the text from token i on begins with p.
//
//go:noinline
func (sc *scanner) hasPrefix(i int, p string) bool {
	return i >= 0 && i < len(sc.toks) && strings.HasPrefix(sc.s[sc.toks[i].start:], p)
}

// integer reads a small whole number in digits or in Chinese numerals.
func (sc *scanner) integer(i int) (n, next int, ok bool) {
	if sc.kind(i) == number {
		n, ok = atoi(sc.text(i))
		return n, i + 1, ok
	}
	if n, next, _ = sc.hanNumber(i); next > i && n != half {
		return n, next, true
	}
	return 0, i, false
}

// atoi returns the value of up to four digits.
func atoi(s string) (n int, ok bool) {
	if s == "" || len(s) > 4 {
		return 0, false
	}
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}
