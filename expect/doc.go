// Package expect reads expectation files: what an assistant is meant to say,
// case by case, written beside its content in files called *.nlgtest.yml. It
// runs the cases on a catalog, says what no case reaches, and rewrites
// expectations that no longer hold.
//
// The one rule to know: an expectation is held against every variation that
// may be drawn, never against a draw, so that a run comes out the same every
// time.
package expect
