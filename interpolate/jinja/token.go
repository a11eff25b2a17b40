package jinja

import "nlgserver/internal/python"

// kind is the kind of a token.
type kind uint8

const (
	tokenEOF kind = iota
	tokenText
	tokenPrintBegin // {{
	tokenPrintEnd   // }}
	tokenBlockBegin // {%
	tokenBlockEnd   // %}
	tokenName
	tokenString
	tokenInt
	tokenFloat
	tokenOperator
)

// token is one token; pos is its byte in the normalised source.
type token struct {
	kind kind
	pos  int
	// text is a name, an operator, the text outside of tags, or a string
	// literal's value.
	text string
	// value is a number literal's value.
	value python.Value
}

// is reports whether the token is this operator.
func (t *token) is(operator string) bool { return t.kind == tokenOperator && t.text == operator }

// named reports whether the token is this name, which may be a keyword.
func (t *token) named(name string) bool { return t.kind == tokenName && t.text == name }

// describe says what the token is, for messages.
func (t *token) describe() string {
	switch t.kind {
	case tokenEOF:
		return "the end of the template"
	case tokenText:
		return "text"
	case tokenPrintBegin:
		return "'{{'"
	case tokenPrintEnd:
		return "'}}'"
	case tokenBlockBegin:
		return "'{%'"
	case tokenBlockEnd:
		return "'%}'"
	case tokenString:
		return "a string"
	case tokenInt, tokenFloat:
		return "a number"
	default:
		return "'" + t.text + "'"
	}
}
