// Package compare tells what differs between two versions of an assistant's
// responses, by meaning and not by line, and between the responses and the
// domain that Rasa was trained with.
//
// The one rule to know: two variations are the same if every request gets the
// same from them. Where a response stands, in which file, in which quotes and
// with which comments, is no difference; neither is the order of variations,
// unless Rasa would ask for another one by its id.
package compare
