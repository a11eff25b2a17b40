// Package intake reads request bodies within bounds: of size, of pace, of the
// memory that all bodies together may take, and of what a compressed body may
// inflate to.
//
// The one rule to know: a body gets memory as it arrives, whatever length it
// announces, and a request that cannot have more is refused with an [Error]
// instead of waiting.
package intake
