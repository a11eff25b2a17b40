// Package width measures text as terminals and fixed-width fonts show it: in
// columns. It is the only importer of uniseg.
//
// The one rule to know: the unit is the grapheme cluster, what a reader sees
// as one character. A letter with its accents and an emoji with its modifiers
// are one cluster of several code points, and no function here cuts inside one.
package width

import (
	"iter"
	"strings"

	"github.com/rivo/uniseg"
)

// Of returns the number of columns that s takes. Control characters take none.
func Of(s string) int { return uniseg.StringWidth(s) }

// clusters yields each grapheme cluster of s with its width.
func clusters(s string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		state := -1
		for s != "" {
			var cluster string
			var columns int
			cluster, s, columns, state = uniseg.FirstGraphemeClusterInString(s, state)
			if !yield(cluster, columns) {
				return
			}
		}
	}
}

// Head returns the longest beginning of s that fits into the given number of
// columns.
func Head(s string, columns int) string {
	end := 0
	for cluster, n := range clusters(s) {
		if columns -= n; columns < 0 {
			break
		}
		end += len(cluster)
	}
	return s[:end]
}

// Tail returns the longest end of s that fits into the given number of
// columns.
func Tail(s string, columns int) string {
	over, start := Of(s)-columns, 0
	for cluster, n := range clusters(s) {
		if over <= 0 {
			break
		}
		over -= n
		start += len(cluster)
	}
	return s[start:]
}

// Wrap breaks one line of text into lines of at most the given number of
// columns, where words end by the rules of Unicode if it can: after a blank or a
// hyphen, between Chinese characters, never at a no-break space. A cluster wider
// than that gets a line of its own.
func Wrap(line string, columns int) []string {
	var lines []string
	for Of(line) > columns {
		head := Head(line, columns)
		if head == "" {
			head = first(line)
		}
		if rest := line[len(head):]; rest != "" && rest[0] != ' ' {
			head = wholeWords(line, head)
		}
		lines = append(lines, strings.TrimRight(head, " "))
		line = strings.TrimLeft(line[len(head):], " ")
	}
	if line != "" || lines == nil {
		lines = append(lines, line)
	}
	return lines
}

// wholeWords returns the part of head, the beginning of a line, after which the line may
// be broken; head itself if there is none.
func wholeWords(line, head string) string {
	best, end, state := 0, 0, -1
	for rest := line; end < len(head); {
		var cluster string
		var boundaries int
		cluster, rest, boundaries, state = uniseg.StepString(rest, state)
		end += len(cluster)
		if end <= len(head) && boundaries&uniseg.MaskLine != uniseg.LineDontBreak && strings.Trim(line[:end], " ") != "" {
			best = end
		}
	}
	if best == 0 {
		return head
	}
	return head[:best]
}

// first returns the first cluster of s.
func first(s string) string {
	for cluster := range clusters(s) {
		return cluster
	}
	return ""
}
