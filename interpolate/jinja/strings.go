package jinja

import (
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// strip removes space, or the characters that the first argument holds, from the
// ends of a text.
func strip(s string, a args, left, right bool) (string, error) {
	within := isSpace
	if chars, ok := a.given(0); ok {
		set, ok := isText(chars)
		if !ok {
			return "", typeError("strip arg must be None or str")
		}
		set = string(decode(set))
		within = func(r rune) bool { return strings.ContainsRune(set, r) }
	}
	for left && s != "" {
		r, size := python.DecodeRune(s)
		if !within(r) {
			break
		}
		s = s[size:]
	}
	for right && s != "" {
		r, size := decodeLastRune(s)
		if !within(r) {
			break
		}
		s = s[:len(s)-size]
	}
	return s, nil
}

// padding says on which side of a text it is padded.
type padding uint8

const (
	padLeft padding = iota
	padRight
	padBoth
)

// pad fills a text up to a width.
func (r *render) pad(s string, width int, fill string, side padding) (string, error) {
	if python.RuneCount(fill) != 1 {
		return "", typeError("The fill character must be exactly one character long")
	}
	n := python.RuneCount(s)
	if width <= n {
		return s, nil
	}
	missing := width - n
	if err := r.reserve(min(missing, 1<<40)*len(fill) + len(s)); err != nil {
		return "", err
	}
	left := 0
	switch side {
	case padLeft:
		left = missing
	case padBoth: // an odd rest goes left where the width is odd
		left = missing/2 + missing&width&1
	}
	return strings.Repeat(fill, left) + s + strings.Repeat(fill, missing-left), nil
}

// replace is str.replace; a negative count means every time.
func (r *render) replace(s, from, to string, count int) (string, error) {
	found := strings.Count(s, from)
	if from == "" {
		found = python.RuneCount(s) + 1
	}
	if count < 0 || count > found {
		count = found
	}
	size := len(s) + count*(len(to)-len(from))
	if count > 0 && len(to) > r.limits.Output {
		size = -1
	}
	if err := r.reserve(size); err != nil {
		return "", err
	}
	if from != "" {
		return strings.Replace(s, from, to, count), r.charge(len(s) / bytesPerStep)
	}
	var b strings.Builder
	for range count {
		b.WriteString(to)
		if s != "" {
			_, n := python.DecodeRune(s)
			b.WriteString(s[:n])
			s = s[n:]
		}
	}
	b.WriteString(s)
	return b.String(), nil
}

// splitLines is str.splitlines.
func splitLines(s string, keep bool) []string {
	var lines []string
	for s != "" {
		end, size := lineBreak(s)
		if keep {
			lines = append(lines, s[:end+size])
		} else {
			lines = append(lines, s[:end])
		}
		s = s[end+size:]
	}
	return lines
}

// lineBreak returns where the first line ends and how long its break is.
func lineBreak(s string) (end, size int) {
	for i := 0; i < len(s); {
		r, n := python.DecodeRune(s[i:])
		switch {
		case r == '\r' && strings.HasPrefix(s[i+1:], "\n"):
			return i, 2
		case '\n' <= r && r <= '\r' || 0x1c <= r && r <= 0x1e || r == 0x85 || r == 0x2028 || r == 0x2029:
			return i, n
		}
		i += n
	}
	return len(s), 0
}

// splitSpace is str.split() and, from the right, str.rsplit(): words with space
// between them, at most max+1 of them unless max is negative.
func splitSpace(s string, most int, right bool) []string {
	var words []string
	for {
		if right {
			s = trimRightSpace(s)
		} else {
			s = trimLeftSpace(s)
		}
		if s == "" {
			break
		}
		if most == 0 {
			words = append(words, s)
			break
		}
		most--
		if right {
			i := strings.LastIndexFunc(s, isSpace)
			if i < 0 {
				words = append(words, s)
				break
			}
			_, size := python.DecodeRune(s[i:])
			words, s = append(words, s[i+size:]), s[:i]
			continue
		}
		i := strings.IndexFunc(s, isSpace)
		if i < 0 {
			words = append(words, s)
			break
		}
		words, s = append(words, s[:i]), s[i:]
	}
	if right {
		slices.Reverse(words)
	}
	return words
}

// splitSep is str.split(sep) and str.rsplit(sep).
func splitSep(s, sep string, most int, right bool) []string {
	if most < 0 {
		return strings.Split(s, sep)
	}
	var parts []string
	for ; most > 0; most-- {
		i := strings.Index(s, sep)
		if right {
			i = strings.LastIndex(s, sep)
		}
		if i < 0 {
			break
		}
		if right {
			parts, s = append(parts, s[i+len(sep):]), s[:i]
		} else {
			parts, s = append(parts, s[:i]), s[i+len(sep):]
		}
	}
	parts = append(parts, s)
	if right {
		slices.Reverse(parts)
	}
	return parts
}
