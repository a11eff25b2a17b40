package view

import (
	"nlgserver/exchange"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// TranslationQuery selects texts of a language. The zero Query has no language.
type TranslationQuery struct {
	Language string
	// State is one of [exchange.States], or "open" for those that are missing or empty,
	// or whose variables differ; empty for all.
	State string
	// Words must all be in the response's name, the source or the translation, in any
	// order; case makes no difference.
	Words string
	// Response selects the texts of a response.
	Response string
	// Keep are ids of texts that are selected whatever their state, so that a text that
	// its translator has just written stays in sight.
	Keep []string
	// After is an index among the selected texts; see Translations.Next.
	After int
	// Offset and Limit select a page; a Limit of 0 means DefaultLimit.
	Offset, Limit int
}

// OpenTexts is the State of a [TranslationQuery] that selects what is left to do.
const OpenTexts = "open"

// Translations is a page of the texts of a language, in the order of the files.
type Translations struct {
	Version  string `json:"version"`
	Language string `json:"language"`
	// Name is the language's English name; the code if it has none.
	Name string `json:"name"`
	// Known is set if the content has the language, or must have it.
	Known bool `json:"known"`
	// Total counts all texts, Matched those that the query selects.
	Total   int `json:"total"`
	Matched int `json:"matched"`
	Offset  int `json:"offset"`
	// Next is the index of the first text after TranslationQuery.After that is open; of
	// the first of all if there is none after it, and -1 if none is open.
	Next int              `json:"next"`
	Rows []TranslationRow `json:"rows"`
	// States count, among the texts that have the words of the query, those of each
	// state, "open" first.
	States []Facet `json:"states"`
	// QuickReplies counts the quick replies that are left out: Rasa translates only
	// buttons.
	QuickReplies int `json:"quick_replies"`
	// Fixed says why nothing of the language can be written on the page; empty if it
	// can.
	Fixed string `json:"fixed,omitempty"`
}

// TranslationRow is a text with its translation.
type TranslationRow struct {
	// ID names the text in files for translators.
	ID       string `json:"id"`
	Response string `json:"response"`
	// Number is that of the variation, from 1, and Path its field: where a translation
	// is written.
	Number int    `json:"number"`
	Path   string `json:"path"`
	// Where says what the field is, such as "title of button 2".
	Where string `json:"where"`
	// State is one of [exchange.States].
	State  string  `json:"state"`
	Source []Piece `json:"source"`
	// Target is the translation; empty if there is none, or none with a text.
	Target []Piece `json:"target"`
	// Variables are those of the source as they are written, each once.
	Variables []string `json:"variables"`
	// Notes say where and how the text is used.
	Notes []TranslationNote `json:"notes"`
	// Limit is the strictest limit of the variation's channel.
	Limit    *TranslationLimit `json:"limit,omitempty"`
	Position nlg.Position      `json:"position"`
	// Findings are those about the translation.
	Findings []Finding `json:"findings"`
}

// TranslationNote says something about how a text is used.
type TranslationNote struct {
	// Kind is response, condition, channel, limit, place, comment or variables.
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// TranslationLimit is the length that a channel allows.
type TranslationLimit struct {
	Max int `json:"max"`
	// Unit is what the channel counts, such as "characters".
	Unit    string `json:"unit"`
	Channel string `json:"channel"`
	// Length is that of the translation, without what is filled in.
	Length int `json:"length"`
}

// TranslationCoverage is how far the content is translated into a language.
type TranslationCoverage struct {
	exchange.Status
	// Name is the language's English name; the code if it has none.
	Name string `json:"name"`
	// Responses counts those that are translated as a whole.
	Responses lint.Share `json:"responses"`
}
