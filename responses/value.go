package responses

import "nlgserver/internal/document"

// These are the types of a file's values, named so that other modules can name
// them too.
type (
	// Value is a value in a file, with its place and the bytes that hold it. A
	// value that is not there is the zero Value, and every method may be called
	// on it.
	Value = document.Value
	// Entry is one entry of a map.
	Entry = document.Entry
	// Extent is where an entry is in its file, in bytes.
	Extent = document.Extent
	// ItemExtent is where an item of a list is in its file, in bytes.
	ItemExtent = document.ItemExtent
	// Style is how a value is written, such as in quotes.
	Style = document.Style
	// Place is a place in a file. It outlives the values.
	Place = document.Place
)
