// Package preview shows what an assistant would say: in words, as a picture of
// the bubbles that a user of the channel sees, and as JSON. [New] explains a
// request; [Preview.Data] and [Preview.WriteText] show it.
//
// The one rule to know: every sentence is made here, and whoever shows one, on a
// terminal or on a page, gets it from [Preview.Data]. Nobody words it again.
package preview
