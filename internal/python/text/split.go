package text

import (
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// SplitLines is str.splitlines; keep leaves the line breaks in place.
func SplitLines(s string, keep bool) []string {
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

// lineBreak returns where the first line ends and the length of its break.
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

// Fields is str.split() without a separator: words with whitespace between them,
// at most most+1 of them unless most is negative.
func Fields(s string, most int) []string {
	var words []string
	for {
		s = TrimLeftSpace(s)
		if s == "" {
			return words
		}
		end := -1
		if most != 0 {
			end = strings.IndexFunc(s, IsSpaceRune)
		}
		if end < 0 {
			return append(words, s)
		}
		words, s = append(words, s[:end]), s[end:]
		most--
	}
}

// RFields is str.rsplit() without a separator: as [Fields], but counted from the
// end.
func RFields(s string, most int) []string {
	var words []string
	for {
		s = TrimRightSpace(s)
		if s == "" {
			break
		}
		start := -1
		if most != 0 {
			start = strings.LastIndexFunc(s, IsSpaceRune)
		}
		if start < 0 {
			words = append(words, s)
			break
		}
		_, size := python.DecodeRune(s[start:])
		words, s = append(words, s[start+size:]), s[:start]
		most--
	}
	slices.Reverse(words)
	return words
}

// Split is str.split(sep, most); a negative most means every time. The separator
// must not be empty.
func Split(s, sep string, most int) []string {
	if most < 0 {
		return strings.Split(s, sep)
	}
	return strings.SplitN(s, sep, most+1)
}

// RSplit is str.rsplit(sep, most).
func RSplit(s, sep string, most int) []string {
	if most < 0 {
		return strings.Split(s, sep)
	}
	var parts []string
	for ; most > 0; most-- {
		i := strings.LastIndex(s, sep)
		if i < 0 {
			break
		}
		parts, s = append(parts, s[i+len(sep):]), s[:i]
	}
	parts = append(parts, s)
	slices.Reverse(parts)
	return parts
}

// Partition is str.partition. The separator must not be empty.
func Partition(s, sep string) [3]string {
	if before, after, ok := strings.Cut(s, sep); ok {
		return [3]string{before, sep, after}
	}
	return [3]string{s, "", ""}
}

// RPartition is str.rpartition.
func RPartition(s, sep string) [3]string {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return [3]string{s[:i], sep, s[i+len(sep):]}
	}
	return [3]string{"", "", s}
}
