// Package preview shows what an assistant would say: in words, as a picture of
// the bubbles that a user of the channel sees, and as JSON. [New] explains a
// request; [Preview.Data] and [Preview.WriteText] show it.
//
// The one rule to know: every sentence is made here. A terminal and a page both
// get it from [Preview.Data], and no other room words it again.
package preview
