// Package python holds values as Python sees them: None, bool, int of any
// size, float, str, list, tuple, ordered dict. Rasa is Python, so what a slot
// equals, how it prints and whether it is true are Python's answers, and every
// other package asks for them here.
//
// The one rule to know: a [Value] is immutable once it is shared. Strings are
// UTF-8, except that a lone surrogate (legal in a Python str and in JSON) is
// kept as its three-byte generalised encoding; use [DecodeRune] to walk text.
package python
