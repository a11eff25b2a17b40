// Package view is what the desk shows of content: the list of responses and the
// search in it, one response with its variations, and what a request gets. Open
// compiles and checks files; the methods of [Content] answer the page.
//
// The one rule to know: nothing about content is computed in the browser. Every
// order, count, state and sentence that the page shows is made here, or by the
// rooms that this one asks: responses, nlg, preview, lint, expect, domain.
package view
