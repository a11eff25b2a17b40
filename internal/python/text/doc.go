// Package text is Python's methods of str, and its textwrap, as functions on Go
// strings. A string may hold a lone surrogate, as a Python str may: see
// [python.DecodeRune].
//
// Nothing here is limited: a caller that must bound time or memory checks the
// size of the result before it asks for it. Positions and widths count
// characters, not bytes.
package text
