// Package regex searches text with regular expressions written in the
// dialect of Python's re module (3.11), as Rasa's predicates use it.
//
// The one rule to know: a search counts its steps. It ends after a number of them,
// the same on every machine, and asks the budget of the request for each. Only
// whether a text matches is asked, never where.
//
// A pattern is parsed here, so that exactly what Python refuses is refused. What has no
// look-around, references and the like runs in linear time: on a table of all states if
// that is small, else with a list of threads. The rest is tried out by backtracking.
package regex
