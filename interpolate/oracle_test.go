package interpolate_test

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
)

// The oracle is section 4.3 word by word, slowly: a regular expression and a
// str.format that looks at one character at a time. It shares nothing with the
// package but python and the printing of single values.

type verdict string

const (
	filled  verdict = "filled"
	missing verdict = "missing" // KeyError
	raised  verdict = "raised"  // ValueError, IndexError, AttributeError, TypeError
	unknown verdict = "unknown" // a text too large, or one that only Python can print
)

// rasaFill is what Rasa does with a text.
func rasaFill(raw string, vars *python.Dict) (string, verdict) {
	placeholder := regexp.MustCompile(`{([^\n{}]+?)}`)
	var asked []string
	for _, m := range placeholder.FindAllStringSubmatch(raw, -1) {
		asked = append(asked, m[1])
	}
	restricted := python.NewDict(0)
	for _, e := range vars.Entries() {
		if name, _ := e.Key.Text(); slices.Contains(asked, name) {
			restricted.SetKey(e.Key, e.Value)
		}
	}
	text, v := pythonFormat(placeholder.ReplaceAllString(raw, "{0[${1}]}"), python.OfDict(restricted))
	if v == filled && strings.Contains(text, "0[") {
		text, v = pythonFormat(raw, python.OfDict(nil))
	}
	if v != filled {
		return raw, v
	}
	return text, filled
}

// oracle is one run of template.format(arg).
type oracle struct {
	arg          python.Value
	auto, manual bool
	count        int
	verdict      verdict
}

func pythonFormat(template string, arg python.Value) (string, verdict) {
	o := &oracle{arg: arg, verdict: filled}
	text := o.build([]rune(template), 2)
	if o.verdict != filled {
		return "", o.verdict
	}
	return text, filled
}

// stop keeps the first verdict; the run is over.
func (o *oracle) stop(v verdict) string {
	if o.verdict == filled {
		o.verdict = v
	}
	return ""
}

func (o *oracle) build(s []rune, depth int) string {
	if depth == 0 {
		return o.stop(raised)
	}
	var out strings.Builder
	for i := 0; i < len(s) && o.verdict == filled; {
		c := s[i]
		i++
		if c != '{' && c != '}' {
			out.WriteRune(c)
			continue
		}
		if i < len(s) && s[i] == c {
			out.WriteRune(c)
			i++
			continue
		}
		if c == '}' || i == len(s) {
			return o.stop(raised)
		}
		name, conversion, spec, next, ok := cutField(s, i)
		if !ok {
			return o.stop(raised)
		}
		i = next
		out.WriteString(o.replace(name, conversion, spec, depth))
	}
	return out.String()
}

// cutField takes the field that begins at s[i] apart.
func cutField(s []rune, i int) (name []rune, conversion rune, spec []rune, next int, ok bool) {
	start := i
	hidden := false
	for ; ; i++ {
		if i == len(s) || s[i] == '{' && !hidden {
			return nil, 0, nil, 0, false
		}
		if hidden {
			hidden = s[i] != ']'
			continue
		}
		if s[i] == '[' {
			hidden = true
		}
		if s[i] == '}' || s[i] == ':' || s[i] == '!' {
			break
		}
	}
	name = s[start:i]
	if s[i] == '!' {
		if i+1 == len(s) {
			return nil, 0, nil, 0, false
		}
		conversion = s[i+1]
		i += 2
		if i == len(s) || s[i] != '}' && s[i] != ':' {
			return nil, 0, nil, 0, false
		}
	}
	if s[i] == '}' {
		return name, conversion, nil, i + 1, true
	}
	i++
	start = i
	for open := 1; i < len(s); i++ {
		if s[i] == '{' {
			open++
		}
		if s[i] == '}' {
			open--
		}
		if open == 0 {
			return name, conversion, s[start:i], i + 1, true
		}
	}
	return nil, 0, nil, 0, false
}

func (o *oracle) replace(name []rune, conversion rune, spec []rune, depth int) string {
	v := o.find(name)
	if o.verdict != filled {
		return ""
	}
	switch conversion {
	case 0:
	case 's':
		v = python.Str(v.Str())
	case 'r', 'a':
		v = python.Str(v.Repr())
		if text, _ := v.Text(); conversion == 'a' && strings.ContainsFunc(text, func(r rune) bool { return r > 127 }) {
			return o.stop(unknown)
		}
	default:
		return o.stop(raised)
	}
	wanted := string(spec)
	if slices.Contains(spec, '{') {
		wanted = o.build(spec, depth-1)
	}
	if o.verdict != filled {
		return ""
	}
	text, err := format.Format(v, wanted, 1000, nil)
	switch {
	case err == nil:
		return text
	case strings.HasPrefix(err.Error(), "limit"):
		return o.stop(unknown)
	default:
		return o.stop(raised)
	}
}

// find walks a field's name: first part, then .name and [key].
func (o *oracle) find(name []rune) python.Value {
	end := 0
	for end < len(name) && name[end] != '.' && name[end] != '[' {
		end++
	}
	first, rest := name[:end], name[end:]
	index, isIndex, tooLong := number(first)
	if tooLong {
		o.stop(raised)
		return python.None()
	}
	if len(first) > 0 && !isIndex {
		o.stop(missing)
		return python.None()
	}
	if len(first) == 0 {
		o.auto = true
		index = o.count
		o.count++
	} else {
		o.manual = true
	}
	if o.auto && o.manual || index != 0 {
		o.stop(raised)
		return python.None()
	}
	v := o.arg
	for len(rest) > 0 && o.verdict == filled {
		v, rest = o.step(v, rest)
	}
	return v
}

func (o *oracle) step(v python.Value, rest []rune) (python.Value, []rune) {
	end := 1
	switch rest[0] {
	case '.':
		for end < len(rest) && rest[end] != '.' && rest[end] != '[' {
			end++
		}
		return o.attribute(v, string(rest[1:end])), rest[end:]
	case '[':
		for end < len(rest) && rest[end] != ']' {
			end++
		}
		if end == len(rest) || end == 1 {
			o.stop(raised)
			return v, nil
		}
		return o.item(v, rest[1:end]), rest[end+1:]
	}
	o.stop(raised)
	return v, nil
}

func (o *oracle) attribute(v python.Value, name string) python.Value {
	isInt := v.Kind() == python.KindInt || v.Kind() == python.KindBool
	isFloat := v.Kind() == python.KindFloat
	switch {
	case isInt && (name == "real" || name == "numerator"):
		return python.BigInt(v.Big())
	case isInt && name == "imag":
		return python.Int(0)
	case isInt && name == "denominator":
		return python.Int(1)
	case isFloat && name == "real":
		return v
	case isFloat && name == "imag":
		return python.Float(0)
	}
	o.stop(raised)
	return v
}

func (o *oracle) item(v python.Value, key []rune) python.Value {
	index, isIndex, tooLong := number(key)
	if tooLong {
		o.stop(raised)
		return v
	}
	switch v.Kind() {
	case python.KindDict:
		for _, e := range v.Dict().Entries() {
			if name, _ := e.Key.Text(); !isIndex && name == string(key) {
				return e.Value
			}
		}
		o.stop(missing)
	case python.KindList:
		if isIndex && index < len(v.Items()) {
			return v.Items()[index]
		}
		o.stop(raised)
	case python.KindStr:
		text, _ := v.Text()
		if runes := []rune(text); isIndex && index < len(runes) {
			return python.Str(string(runes[index]))
		}
		o.stop(raised)
	default:
		o.stop(raised)
	}
	return v
}

// number reads decimal digits of any script; a run of digits at the start that
// passes the largest 64-bit index is an error.
func number(s []rune) (n int, isNumber, tooLong bool) {
	value := new(big.Int)
	for _, r := range s {
		if !unicode.Is(unicode.Nd, r) {
			return 0, false, false
		}
		zero := r
		for unicode.Is(unicode.Nd, zero-1) {
			zero--
		}
		value.Mul(value, big.NewInt(10)).Add(value, big.NewInt(int64(r-zero)%10))
		if !value.IsInt64() {
			return 0, false, true
		}
	}
	return int(value.Int64()), len(s) > 0, false
}
