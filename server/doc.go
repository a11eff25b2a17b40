// Package server wires the rooms into the running server: content is fetched,
// compiled, published, watched and served. It holds no rules of its own.
//
// The one rule to know: nothing is served before the first content is good,
// and nothing that was good is given up for content that is not.
package server
