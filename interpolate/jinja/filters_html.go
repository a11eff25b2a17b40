package jinja

import (
	"html"
	"sort"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

func filterEscape(r *render, v python.Value, _ args) (python.Value, error) {
	s, err := r.escapedText(v)
	return safe(s), err
}

func filterForceEscape(r *render, v python.Value, a args) (python.Value, error) {
	return filterEscape(r, plain(v), a)
}

func filterSafe(r *render, v python.Value, _ args) (python.Value, error) {
	s, err := r.str(v)
	return safe(s), err
}

// tagMarks are what striptags removes: comments, then tags.
var tagMarks = [...][2]string{{"<!--", "-->"}, {"<", ">"}}

func filterStriptags(r *render, v python.Value, _ args) (python.Value, error) {
	s, err := r.str(v)
	if err != nil {
		return v, err
	}
	// What is left of a tag can form another one with what is around it, so each
	// round starts again, and pays for it.
	for _, tag := range tagMarks {
		for {
			if err := r.reserve(len(s)); err != nil {
				return v, err
			}
			start := strings.Index(s, tag[0])
			if start < 0 {
				break
			}
			end := strings.Index(s[start:], tag[1])
			if end < 0 {
				break
			}
			s = s[:start] + s[start+end+len(tag[1]):]
		}
	}
	s = html.UnescapeString(strings.Join(text.Fields(s, -1), " "))
	return python.Str(s), nil
}

// quoteURL percent-encodes what a URL cannot contain.
func (r *render) quoteURL(v python.Value, query bool) (string, error) {
	s, err := r.str(v)
	if err == nil {
		err = r.reserve(3 * len(s))
	}
	if err != nil {
		return "", err
	}
	const digits = "0123456789ABCDEF"
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		switch {
		case '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'z', strings.IndexByte("_.-~", c) >= 0, c == '/' && !query:
			out = append(out, c)
		case c == ' ' && query:
			out = append(out, '+')
		default:
			if rn, size := python.DecodeRune(s[i:]); size == 3 && python.IsSurrogate(rn) {
				return "", raise("UnicodeEncodeError", "'utf-8' codec can't encode character '\\u%04x': surrogates not allowed", rn)
			}
			out = append(out, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(out), nil
}

func filterURLEncode(r *render, v python.Value, _ args) (python.Value, error) {
	if _, ok := isText(v); ok {
		s, err := r.quoteURL(v, false)
		return python.Str(s), err
	}
	it, err := r.iterate(v)
	if err != nil {
		s, err := r.quoteURL(v, false)
		return python.Str(s), err
	}
	if v.Kind() == python.KindDict {
		it = iterateDict(v.Dict(), func(e python.Entry) python.Value { return python.Tuple(e.Key, e.Value) })
	}
	var b strings.Builder
	for {
		item, ok, err := r.next(it)
		if err != nil {
			return v, err
		}
		if !ok {
			return python.Str(b.String()), nil
		}
		var pair [2]python.Value
		if err := r.pair(item, &pair); err != nil {
			return v, err
		}
		key, err := r.quoteURL(pair[0], true)
		if err != nil {
			return v, err
		}
		value, err := r.quoteURL(pair[1], true)
		if err != nil {
			return v, err
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(key + "=" + value)
		if err := r.reserve(b.Len()); err != nil {
			return v, err
		}
	}
}

// pair unpacks two items.
func (r *render) pair(v python.Value, into *[2]python.Value) error {
	if _, err := r.iterate(v); err != nil {
		return typeError("cannot unpack non-iterable %s object", v.TypeName())
	}
	items, err := r.collect(v)
	switch {
	case err != nil:
		return err
	case len(items) < 2:
		return valueError("not enough values to unpack (expected 2, got %d)", len(items))
	case len(items) > 2:
		return valueError("too many values to unpack (expected 2)")
	}
	*into = [2]python.Value{items[0], items[1]}
	return nil
}

func filterXMLAttr(r *render, v python.Value, a args) (python.Value, error) {
	if err := defined(v); err != nil {
		return v, err
	}
	if v.Kind() != python.KindDict {
		return v, raise("AttributeError", "'%s' object has no attribute 'items'", v.TypeName())
	}
	var b strings.Builder
	for _, e := range v.Dict().Entries() {
		if _, isUndefined := asUndefined(e.Value); isUndefined || e.Value.IsNone() {
			continue
		}
		key, ok := isText(e.Key)
		if !ok {
			return v, typeError("expected string or bytes-like object, got '%s'", e.Key.TypeName())
		}
		if err := r.reserve(len(key)); err != nil {
			return v, err
		}
		if strings.ContainsAny(key, " \t\n\r\f\v/>=") {
			return v, valueError("Invalid character in attribute name: %s", shown(e.Key))
		}
		value, err := r.escapedText(e.Value)
		if err != nil {
			return v, err
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(escapeText(key) + `="` + value + `"`)
		if err := r.reserve(b.Len()); err != nil {
			return v, err
		}
	}
	out := b.String()
	if space, ok := a.at(0); out != "" && (!ok || space.Truth()) {
		out = " " + out
	}
	if r.autoescape {
		return safe(out), nil
	}
	return python.Str(out), nil
}

// relWords returns the words of the attribute rel of a link.
func relWords(rel string, nofollow bool) string {
	words := map[string]bool{"noopener": true}
	for _, w := range text.Fields(rel, -1) {
		words[w] = true
	}
	if nofollow {
		words["nofollow"] = true
	}
	var list []string
	for w := range words {
		list = append(list, w)
	}
	sort.Strings(list)
	return strings.Join(list, " ")
}
