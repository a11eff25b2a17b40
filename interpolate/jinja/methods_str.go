package jinja

import (
	"strings"

	"nlgserver/internal/python"
)

// lookupStrMethod returns a method of str.
func lookupStrMethod(name string) (operation, bool) {
	for _, group := range [...]func(string) (operation, bool){strCaseMethod, strSearchMethod, strSplitMethod, strIsMethod} {
		if op, ok := group(name); ok {
			return op, true
		}
	}
	return operation{}, false
}

func strCaseMethod(name string) (operation, bool) {
	plainly := func(mapping func(string) string) (operation, bool) {
		return onText("", func(_ *render, s string, _ args) (string, error) { return mapping(s), nil })
	}
	stripping := func(left, right bool) (operation, bool) {
		return onText("*?", func(_ *render, s string, a args) (string, error) { return strip(s, a, left, right) })
	}
	padded := func(side padding) (operation, bool) {
		return operation{"*,*?", func(r *render, v python.Value, a args) (python.Value, error) { return r.justify(v, a, side) }}, true
	}
	switch name {
	case "upper":
		return plainly(upper)
	case "lower":
		return plainly(lower)
	case "capitalize":
		return plainly(capitalize)
	case "title":
		return plainly(titleCase)
	case "swapcase":
		return plainly(swapCase)
	case "casefold":
		return plainly(python.Casefold)
	case "strip":
		return stripping(true, true)
	case "lstrip":
		return stripping(true, false)
	case "rstrip":
		return stripping(false, true)
	case "center":
		return padded(padBoth)
	case "ljust":
		return padded(padRight)
	case "rjust":
		return padded(padLeft)
	case "zfill":
		return onText("*", zfill)
	case "expandtabs":
		return onText("tabsize?", expandTabs)
	case "removeprefix", "removesuffix":
		return onText("*", func(_ *render, s string, a args) (string, error) {
			part, err := a.text(0, "")
			if name == "removesuffix" {
				return strings.TrimSuffix(s, part), err
			}
			return strings.TrimPrefix(s, part), err
		})
	case "replace":
		return operation{"*,*,*?", strReplace}, true
	case "format":
		return operation{"...", func(r *render, v python.Value, a args) (python.Value, error) {
			s, _ := isText(v)
			return r.strFormat(v, s, a.pos, a.kwargs())
		}}, true
	case "format_map":
		return operation{"mapping", func(r *render, v python.Value, a args) (python.Value, error) {
			s, _ := isText(v)
			if a.pos[0].Kind() != python.KindDict {
				return v, typeError("'%s' object is not a mapping", a.pos[0].TypeName())
			}
			return r.strFormat(v, s, nil, a.pos[0].Dict())
		}}, true
	}
	return operation{}, false
}

func (r *render) justify(v python.Value, a args, side padding) (python.Value, error) {
	s, _ := isText(v)
	width, err := a.index(0, 0)
	if err != nil {
		return v, err
	}
	fill, err := a.text(1, " ")
	if err != nil {
		return v, err
	}
	if isMarkup(v) {
		fill = escapeText(fill)
	}
	out, err := r.pad(s, width, fill, side)
	return like(v, out), err
}

func zfill(r *render, s string, a args) (string, error) {
	width, err := a.index(0, 0)
	if err != nil {
		return "", err
	}
	sign := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign = s[:1]
	}
	out, err := r.pad(s[len(sign):], width-len(sign), "0", padLeft)
	return sign + out, err
}

func expandTabs(r *render, s string, a args) (string, error) {
	size, err := a.index(0, 8)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	column := 0
	for i := 0; i < len(s); {
		c, n := python.DecodeRune(s[i:])
		switch c {
		case '\t':
			if size > 0 {
				fill := size - column%size
				if fill > r.limits.Output-b.Len() {
					return "", r.reserve(-1)
				}
				b.WriteString(strings.Repeat(" ", fill))
				column += fill
			}
		default:
			b.WriteString(s[i : i+n])
			column++
			if c == '\n' || c == '\r' {
				column = 0
			}
		}
		i += n
	}
	return b.String(), nil
}

func strReplace(r *render, v python.Value, a args) (python.Value, error) {
	s, _ := isText(v)
	from, err := a.text(0, "")
	if err != nil {
		return v, err
	}
	to, err := a.text(1, "")
	if err == nil && isMarkup(v) {
		to, err = r.escapedText(a.pos[1])
	}
	if err != nil {
		return v, err
	}
	count, err := a.index(2, -1)
	if err != nil {
		return v, err
	}
	out, err := r.replace(s, from, to, count)
	return like(v, out), err
}
