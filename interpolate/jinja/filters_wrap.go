package jinja

import (
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// requireText returns the text of a str and fails for every other value, as the
// filters do that use methods of str without asking.
func requireText(v python.Value) (string, error) {
	if err := defined(v); err != nil {
		return "", err
	}
	s, ok := isText(v)
	if !ok {
		return "", raise("AttributeError", "'%s' object is not a string", v.TypeName())
	}
	return s, nil
}

// filterTruncate shortens a text to whole words, unless it is only a little too
// long.
func filterTruncate(r *render, v python.Value, a args) (python.Value, error) {
	length, err := a.number(255)
	if err != nil {
		return v, err
	}
	end, err := a.text(2, "...")
	if err != nil {
		return v, err
	}
	leeway := 5
	if n, ok := a.given(3); ok {
		if leeway, err = asIndex(n); err != nil {
			return v, err
		}
	}
	if err := r.charge(len(end) / bytesPerStep); err != nil {
		return v, err
	}
	if size := python.RuneCount(end); length < size {
		return v, raise("AssertionError", "expected length >= %d, got %d", size, length)
	}
	if leeway < 0 {
		return v, raise("AssertionError", "expected leeway >= 0, got %d", leeway)
	}
	size, err := r.length(v)
	if err != nil {
		return v, err
	}
	if size <= length+leeway {
		return v, nil
	}
	s, ok := isText(v)
	if !ok {
		return v, typeError("truncate needs a text, not %s", v.TypeName())
	}
	s = s[:text.Offset(s, length-python.RuneCount(end))]
	if !a.truth(1) {
		if i := strings.LastIndexByte(s, ' '); i >= 0 {
			s = s[:i]
		}
	}
	if isMarkup(v) {
		end = escapeText(end)
	}
	return like(v, s+end), r.reserve(len(s) + len(end))
}

// filterIndent puts space before every line but the first and the empty ones.
func filterIndent(r *render, v python.Value, a args) (python.Value, error) {
	s, err := requireText(v)
	if err != nil {
		return v, err
	}
	space := "    "
	if width, ok := a.at(0); ok {
		if text, isStr := isText(width); isStr {
			space = text
		} else {
			n, err := a.number(0)
			if err != nil {
				return v, err
			}
			if err := r.reserve(max(n, 0)); err != nil {
				return v, err
			}
			space = strings.Repeat(" ", max(n, 0))
		}
	}
	if err := r.reserve(len(s)); err != nil {
		return v, err
	}
	first, blank := a.truth(1), a.truth(2)
	lines := text.SplitLines(s+"\n", false)
	if err := r.reserve(len(s) + len(lines)*(1+len(space))); err != nil {
		return v, err
	}
	var b strings.Builder
	if first {
		b.WriteString(space)
	}
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
			if line != "" || blank {
				b.WriteString(space)
			}
		}
		b.WriteString(line)
	}
	return like(v, b.String()), nil
}

func filterWordcount(r *render, v python.Value, _ args) (python.Value, error) {
	s, err := r.str(v)
	if err == nil {
		err = r.charge(1 + len(s)/charsPerStep)
	}
	if err != nil {
		return v, err
	}
	words, inWord := int64(0), false
	for _, c := range s {
		word := text.IsWordRune(c)
		if word && !inWord {
			words++
		}
		inWord = word
	}
	return python.Int(words), nil
}

func filterWordwrap(r *render, v python.Value, a args) (python.Value, error) {
	s, err := requireText(v)
	if err != nil {
		return v, err
	}
	width, err := a.number(79)
	if err != nil {
		return v, err
	}
	w := text.Wrapper{Width: width, BreakLong: true, Hyphens: true}
	if b, ok := a.at(1); ok {
		w.BreakLong = b.Truth()
	}
	if b, ok := a.at(3); ok {
		w.Hyphens = b.Truth()
	}
	sep := "\n"
	if v, ok := a.given(2); ok {
		if sep, ok = isText(v); !ok {
			return v, raise("AttributeError", "'%s' object has no attribute 'join'", v.TypeName())
		}
	}
	if err := r.reserve(len(s)); err != nil {
		return v, err
	}
	paragraphs := text.SplitLines(s, false)
	if len(paragraphs) > 0 && width <= 0 {
		return v, valueError("invalid width %d (must be > 0)", width)
	}
	// To find the words costs more than to look at each character.
	if err := r.charge(1 + 4*len(s)/charsPerStep); err != nil {
		return v, err
	}
	var lines []string
	total := 0
	for _, p := range paragraphs {
		text := strings.Join(w.Wrap(p), sep)
		lines = append(lines, text)
		if total += len(text) + len(sep); total > r.limits.Output {
			break
		}
	}
	if err := r.reserve(total); err != nil {
		return v, err
	}
	return python.Str(strings.Join(lines, sep)), nil
}
