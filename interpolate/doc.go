// Package interpolate fills the variables of text, {name}, exactly as Rasa
// does with its format engine. Text is compiled once, when content is
// loaded, and filled for every request.
//
// The one rule to know: all or nothing. One unknown name, or one brace without
// its partner, and the whole text is sent as written, doubled braces
// included. Rasa: section 4.3; docs/interpolation.md tells authors.
package interpolate
