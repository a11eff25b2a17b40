// Package expect reads expectation files: the expected replies of an assistant,
// case by case, in files called *.nlgtest.yml beside its content. It runs the cases
// on a catalog, lists the parts that no case reaches, and rewrites expectations
// that fail.
//
// The one rule to know: an expectation is checked against every variation that
// may be drawn, never against one draw, so that every run has the same result.
package expect
