// Package nlg is the product: response files go in, and for each request of a
// Rasa assistant the finished message comes out, the one that Rasa's own
// response generator would have made.
//
// [Compile] turns files into an immutable [Catalog] and a list of diagnostics.
// [Catalog.Render] picks a variation and fills it; [Catalog.Explain] does the
// same and says why.
//
// The one rule to know: a Catalog never changes. Whoever serves a new wording
// compiles a new Catalog and swaps a pointer; a request uses one Catalog from
// its beginning to its end.
package nlg
