package predicate

// tokenKind says what a token is.
type tokenKind uint8

const (
	tokenEnd     tokenKind = iota
	tokenBad               // text that begins no token
	tokenNumber            // -1.5
	tokenWord              // a bare word: slots.tier
	tokenQuoted            // 'gold' or "gold"
	tokenPattern           // /^g/i
	tokenOpen              // (
	tokenClose             // )
	tokenSetOpen           // {
	tokenSetEnd            // }
	tokenLess
	tokenLessEqual
	tokenGreater
	tokenGreaterEqual
	tokenEqual // = and ==
	tokenNotEqual
	tokenIs
	tokenAnd
	tokenOr
	tokenNot
	tokenContains
	tokenMatches
	tokenTrue
	tokenFalse
	tokenUndefined
	tokenNull
	tokenEmpty
)

// token is one token and the bytes of the text that it takes.
type token struct {
	kind       tokenKind
	start, end int
}

// keyword returns the token kind of a reserved word in any case. Only ASCII
// letters count: no other letter has an ASCII one as its lower case.
func keyword(word string) (tokenKind, bool) {
	const longest = len("undefined")
	if len(word) > longest {
		return 0, false
	}
	var lower [longest]byte
	for i := range len(word) {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	kind, ok := keywords[string(lower[:len(word)])]
	return kind, ok
}

// keywords are the reserved words.
var keywords = map[string]tokenKind{
	"is":        tokenIs,
	"and":       tokenAnd,
	"or":        tokenOr,
	"not":       tokenNot,
	"contains":  tokenContains,
	"matches":   tokenMatches,
	"true":      tokenTrue,
	"false":     tokenFalse,
	"undefined": tokenUndefined,
	"null":      tokenNull,
	"empty":     tokenEmpty,
}

// comparisons are the operations of the comparison signs.
var comparisons = map[tokenKind]operation{
	tokenLess:         opLess,
	tokenLessEqual:    opLessEqual,
	tokenGreater:      opGreater,
	tokenGreaterEqual: opGreaterEqual,
	tokenEqual:        opEqual,
	tokenNotEqual:     opNotEqual,
}

// compares returns the operation of a comparison sign.
func (k tokenKind) compares() (operation, bool) {
	op, ok := comparisons[k]
	return op, ok
}
