// Package diag is what we tell the people who write content: where something
// is wrong, what, and how to mend it.
//
// The one rule to know: a diagnostic is data. Packages return a [List] of
// everything that they found; only a command or a log decides how to show it.
package diag
