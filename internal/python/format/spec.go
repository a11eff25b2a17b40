package format

import (
	"strings"

	"nlgserver/internal/python"
)

// spec is a format specifier taken apart:
// [[fill]align][sign][z][#][0][width][grouping][.precision][type].
type spec struct {
	fill      string // one character
	align     byte   // one of < > = ^
	sign      byte   // one of + - and blank, or 0
	noNegZero bool   // z
	alternate bool   // #
	width     int    // in code points, -1 if absent
	grouping  byte   // , or _, or 0
	groupSize int    // digits between two separators
	precision int    // -1 if absent
	verb      rune   // the type; if absent s of a str, d of an int, 0 of a float
}

// specReader walks a specifier from left to right.
type specReader struct {
	rest string
}

// take consumes the next byte if it is one of the ASCII characters of set.
func (r *specReader) take(set string) byte {
	if r.rest == "" || strings.IndexByte(set, r.rest[0]) < 0 {
		return 0
	}
	c := r.rest[0]
	r.rest = r.rest[1:]
	return c
}

// integer consumes decimal digits; -1 means that there are none.
func (r *specReader) integer() (int, error) {
	n, size, err := leadingInt(r.rest)
	if err != nil {
		return 0, err
	}
	if size == 0 {
		return -1, nil
	}
	r.rest = r.rest[size:]
	return n, nil
}

const alignments = "<>=^"

// alignment consumes [[fill]align].
func (r *specReader) alignment(s *spec) (fillGiven, alignGiven bool) {
	_, size := python.DecodeRune(r.rest)
	if len(r.rest) > size && strings.IndexByte(alignments, r.rest[size]) >= 0 {
		s.fill, s.align = r.rest[:size], r.rest[size]
		r.rest = r.rest[size+1:]
		return true, true
	}
	if align := r.take(alignments); align != 0 {
		s.align = align
		return false, true
	}
	return false, false
}

// parseSpec reads the specifier of a str, a bool, an int or a float.
func parseSpec(text string, v python.Value) (spec, error) {
	s := spec{fill: " ", align: '>', precision: -1}
	switch v.Kind() {
	case python.KindStr:
		s.align, s.verb = '<', 's'
	case python.KindBool, python.KindInt:
		s.verb = 'd'
	}
	isNumber := v.IsNumber()
	r := specReader{text}
	fillGiven, alignGiven := r.alignment(&s)
	s.sign = r.take(" +-")
	s.noNegZero = r.take("z") != 0
	s.alternate = r.take("#") != 0
	if !fillGiven && r.take("0") != 0 {
		s.fill = "0"
		if !alignGiven && isNumber {
			s.align = '='
		}
	}
	var err error
	if s.width, err = r.integer(); err != nil {
		return s, err
	}
	if s.grouping, err = r.grouping(); err != nil {
		return s, err
	}
	if r.take(".") != 0 {
		if s.precision, err = r.integer(); err != nil {
			return s, err
		}
		if s.precision < 0 {
			return s, errorf(ValueError, "Format specifier missing precision")
		}
	}
	verb, size := python.DecodeRune(r.rest)
	if size < len(r.rest) {
		return s, errorf(ValueError, "Invalid format specifier '%s' for object of type '%s'", text, v.TypeName())
	}
	if size > 0 {
		s.verb = verb
	}
	return s, s.checkGrouping()
}

func (r *specReader) grouping() (byte, error) {
	comma := r.take(",")
	underscore := r.take("_")
	if underscore != 0 && (comma != 0 || strings.HasPrefix(r.rest, ",")) {
		return 0, errorf(ValueError, "Cannot specify both ',' and '_'.")
	}
	return comma | underscore, nil
}

// checkGrouping refuses separators for types that have none, and finds the
// size of a group.
func (s *spec) checkGrouping() error {
	if s.grouping == 0 {
		return nil
	}
	s.groupSize = 3
	switch s.verb {
	case 0, 'd', 'e', 'E', 'f', 'F', 'g', 'G', '%':
		return nil
	case 'b', 'o', 'x', 'X':
		s.groupSize = 4
		if s.grouping == '_' {
			return nil
		}
	}
	if printableASCII(s.verb) {
		return errorf(ValueError, "Cannot specify '%c' with '%c'.", s.grouping, s.verb)
	}
	return errorf(ValueError, `Cannot specify '%c' with '\x%x'.`, s.grouping, s.verb)
}

// unknownVerb is the error for a type that values of typeName do not know.
func unknownVerb(verb rune, typeName string) *Error {
	if printableASCII(verb) {
		return errorf(ValueError, "Unknown format code '%c' for object of type '%s'", verb, typeName)
	}
	return errorf(ValueError, `Unknown format code '\x%x' for object of type '%s'`, verb, typeName)
}

func printableASCII(r rune) bool { return 32 < r && r < 128 }
