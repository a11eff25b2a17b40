// Package budget bounds what one request may take of a server: the memory that
// is held for it, and the work that is done for it.
//
// The one rule to know: whoever is about to allocate or to work asks the budget
// first, and stops when the answer is no. A nil *Budget says yes to everything, so
// that a caller without limits needs none.
package budget
