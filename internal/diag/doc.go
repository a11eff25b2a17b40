// Package diag holds diagnostics: what is wrong with content, where, and how to
// fix it.
//
// The one rule to know: a diagnostic is data. Packages return a [List] of
// everything they found; only a command or a log decides how to show it.
package diag
