package regex

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// maxStates is the largest program that Go's regexp gets to run: its time for
// a search grows with it.
const maxStates = 5000

// Regexp is a compiled pattern. It is immutable and safe for concurrent use.
type Regexp struct {
	fast *regexp.Regexp
	// slow compiles the pattern for the backtracking engine, once.
	slow func() (*slowSearcher, error)
	features
	// wordsOfAllScripts is true for a \b or \B that is not limited to ASCII.
	wordsOfAllScripts bool
}

// Compile reads a pattern as Python's re.compile(pattern, flags) does. It
// refuses what Python refuses, and three things more: groups nested more than
// 200 deep, \N{…}, and a back reference to a group inside a look-behind.
func Compile(pattern string, flags Flags) (*Regexp, *Error) {
	if flags&Locale != 0 {
		return nil, &Error{Message: "the flag l is for bytes, not for text"}
	}
	root, f, fault := parse(pattern, flags)
	if fault != nil {
		return nil, fault
	}
	re := &Regexp{features: f}
	re.wordsOfAllScripts = hasUnicodeBoundary(root)
	re.slow = sync.OnceValues(func() (*slowSearcher, error) { return newSlowSearcher(root, f.references) })
	if re.features.slow == "" {
		re.compileFast(root)
	}
	if re.fast != nil {
		return re, nil
	}
	if _, err := re.slow(); err != nil {
		return nil, &Error{Message: "this pattern is not supported here: " + err.Error()}
	}
	return re, nil
}

func (re *Regexp) compileFast(root *node) {
	if root.states() > maxStates {
		re.need("a large number of repeats")
		return
	}
	fast, err := regexp.Compile(write(root, false, false))
	if err != nil {
		// Only the limits on repeats are left to refuse it.
		re.need("a large number of repeats")
		return
	}
	re.fast = fast
}

// Slow names the first part of the pattern that needs the backtracking engine,
// such as "look-around"; "" if Go's regexp runs it in linear time.
func (re *Regexp) Slow() string { return re.features.slow }

// Search reports whether the pattern matches anywhere in the text. The error
// is [ErrTimeout].
func (re *Regexp) Search(text string) (bool, error) {
	if re.fast != nil && re.isPlain(text) {
		return re.fast.MatchString(text), nil
	}
	slow, err := re.slow()
	if err != nil {
		return false, err
	}
	return slow.search(text)
}

// isPlain reports whether Go's regexp gives Python's answer for the text. It
// takes $ to be the very end, words to be ASCII, and bytes that are not UTF-8
// (a lone surrogate) one by one.
func (re *Regexp) isPlain(text string) bool {
	switch {
	case re.dollar && strings.HasSuffix(text, "\n"):
		return false
	case re.notBoundary && text == "":
		return false
	case re.wordsOfAllScripts:
		return isASCII(text)
	default:
		return utf8.ValidString(text)
	}
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func hasUnicodeBoundary(n *node) bool {
	return n.kind == kindBoundary && !n.ascii || slices.ContainsFunc(n.kids, hasUnicodeBoundary)
}

// states estimates the size of the program that Go's regexp makes of n.
func (n *node) states() int64 {
	total := int64(1)
	for _, k := range n.kids {
		total = min(total+k.states(), unbounded)
	}
	if n.kind == kindRepeat {
		times := n.high
		if times == unbounded {
			times = n.low + 1
		}
		total = timesCapped(total, max(times, 1))
	}
	return total
}
