// Package regex searches text with regular expressions written in the
// dialect of Python's re module (3.11), as Rasa's predicates use it.
//
// The one rule to know: a pattern is parsed here, so that exactly what Python
// refuses is refused, and then written again for another engine. That is Go's
// regexp wherever it can say the same, and a backtracking engine under a time
// limit where it cannot. Only whether a text matches is asked, never where.
package regex
