package view

import "nlgserver/nlg"

// Query selects responses for the list. The zero Query selects all.
type Query struct {
	// Words must all be in one text, title, id, payload or in the name, in any
	// order; case makes no difference.
	Words string
	// Channel selects responses with a variation for the channel.
	Channel string
	// Slot selects responses with a condition on the slot.
	Slot string
	// Missing selects responses that are not fully translated into the language.
	Missing string
	// Findings selects responses with errors or warnings, Unused those that
	// nothing in the domain, the stories and the flows uses, and Untested those
	// that no test asks for.
	Findings, Unused, Untested bool
	// Failing selects responses with a test that fails.
	Failing bool
	// Changed selects responses that the draft changes or adds.
	Changed bool
	// Among are the names that are selected; nil for all.
	Among map[string]bool
	// Found asks for the findings of each row, at most MaxFound of them.
	Found bool
	// At is the name of a response whose place in the list is asked for.
	At string
	// Offset and Limit select a page; a Limit of 0 means DefaultLimit.
	Offset, Limit int
}

// MaxFound is how many findings of a response a row has: the response has all.
const MaxFound = 20

// List is a page of the responses that a query selects, sorted by name; with
// Words, those with a match in their name come first.
type List struct {
	Version string `json:"version"`
	// Total counts all responses, Matched those that the query selects.
	Total   int `json:"total"`
	Matched int `json:"matched"`
	Offset  int `json:"offset"`
	// At is the index of the response that Query.At names among those that the query
	// selects; -1 if it is not among them.
	At     int    `json:"at"`
	Rows   []Row  `json:"rows"`
	Facets Facets `json:"facets"`
}

// Facets count, among the responses that have the words of the query, those that
// each filter would select by itself.
type Facets struct {
	Findings int `json:"findings"`
	// Unused is -1 if it is not known what the assistant uses.
	Unused   int     `json:"unused"`
	Untested int     `json:"untested"`
	Changed  int     `json:"changed"`
	Failing  int     `json:"failing"`
	Channels []Facet `json:"channels"`
	Slots    []Facet `json:"slots"`
	Missing  []Facet `json:"missing"`
}

// Facet is one value of a filter.
type Facet struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Row is a response in the list.
type Row struct {
	Name string `json:"name"`
	// Text is the first text, or what the first variation has instead.
	Text       string          `json:"text"`
	Variations int             `json:"variations"`
	Channels   []string        `json:"channels"`
	Languages  []LanguageState `json:"languages"`
	Errors     int             `json:"errors"`
	Warnings   int             `json:"warnings"`
	Tests      int             `json:"tests"`
	// Failed counts the tests that fail.
	Failed int `json:"failed"`
	// Recorded counts the recorded requests.
	Recorded int `json:"recorded"`
	// Unused is set if nothing is known to use it.
	Unused bool `json:"unused,omitempty"`
	// Changed is set if a draft changes or adds it.
	Changed  bool         `json:"changed,omitempty"`
	Position nlg.Position `json:"position"`
	// Found are the findings, if the query asks for them.
	Found []Finding `json:"found,omitempty"`
	// Match is where the words of the query are, if not in the name or in Text.
	Match *Match `json:"match,omitempty"`
}

// LanguageState says how far a response is translated into a language.
type LanguageState struct {
	Code string `json:"code"`
	// State is "full" if every variation with a text has the language, "part"
	// if some have, and "missing" if none has.
	State string `json:"state"`
}

// Match is a text that has the words of a query.
type Match struct {
	// Number is that of the variation, from 1.
	Number   int    `json:"number"`
	Path     string `json:"path"`
	Language string `json:"language,omitempty"`
	Text     string `json:"text"`
}
