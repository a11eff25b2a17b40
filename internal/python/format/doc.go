// Package format prints values as Python's three ways of formatting do:
// format(v, spec), "…" % args and "…".format(…). Rasa fills its texts with the
// last; Jinja templates use all three.
//
// The one rule to know: what Python would print is bounded. Each call takes a
// limit, the size in bytes that its result may have, and a width or a precision
// that would exceed it is an [Error] before any memory is spent on it.
package format
