// Package nlg renders Rasa responses: from response files and the request of a
// Rasa assistant, it makes the message that Rasa's own response generator would
// have made.
//
// [Compile] turns files into an immutable [Catalog] and a list of diagnostics.
// [Catalog.Render] picks a variation and fills it; [Catalog.Explain] does the
// same for every eligible variation and says why.
//
// The one rule to know: a Catalog never changes. To serve new content, compile a
// new Catalog and swap a pointer. A request uses one Catalog from start to end.
package nlg
