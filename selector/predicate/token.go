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

// keyword returns the token kind of a reserved word, whatever its case. Only
// ASCII letters count: no other has a reserved word as its lower case.
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
	switch string(lower[:len(word)]) {
	case "is":
		return tokenIs, true
	case "and":
		return tokenAnd, true
	case "or":
		return tokenOr, true
	case "not":
		return tokenNot, true
	case "contains":
		return tokenContains, true
	case "matches":
		return tokenMatches, true
	case "true":
		return tokenTrue, true
	case "false":
		return tokenFalse, true
	case "undefined":
		return tokenUndefined, true
	case "null":
		return tokenNull, true
	case "empty":
		return tokenEmpty, true
	default:
		return 0, false
	}
}

// compares returns the operation of a comparison sign.
func (k tokenKind) compares() (operation, bool) {
	switch k {
	case tokenLess:
		return opLess, true
	case tokenLessEqual:
		return opLessEqual, true
	case tokenGreater:
		return opGreater, true
	case tokenGreaterEqual:
		return opGreaterEqual, true
	case tokenEqual:
		return opEqual, true
	case tokenNotEqual:
		return opNotEqual, true
	default:
		return 0, false
	}
}
