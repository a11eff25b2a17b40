package responses

import "nlgserver/internal/document"

// Value is a value in a file, with its place and its extent. A value that is
// not there is the zero Value, and every method may be called on it.
type Value = document.Value

// Entry is one entry of a map.
type Entry = document.Entry
