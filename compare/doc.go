// Package compare finds differences between two versions of an assistant's
// responses, by meaning instead of by line, and between the responses and the
// domain that Rasa was trained with.
//
// The one rule to know: two variations are the same if every request gets the
// same reply from them. The file and the position of a response, its quotes and
// comments make no difference; neither does the order of variations, unless
// Rasa would request a different one by its id.
package compare
