package view

import (
	"nlgserver/edit"
	"nlgserver/nlg"
)

// Summary is the content as a whole.
type Summary struct {
	// Version is the short version of the content.
	Version    string `json:"version"`
	Responses  int    `json:"responses"`
	Variations int    `json:"variations"`
	// Files are the files with responses, in loading order.
	Files []FileSummary `json:"files"`
	// Languages are those of any translation, sorted.
	Languages []LanguageSummary `json:"languages"`
	// Channels are those to try a response on: the REST channel, those that the
	// content or the credentials name, then Rasa's others.
	Channels []ChannelSummary `json:"channels"`
	// Errors and Warnings count all findings.
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	// Findings are those that are not about one response.
	Findings []Finding   `json:"findings"`
	Tests    TestSummary `json:"tests"`
	// Recordings is how many recorded requests there are.
	Recordings int `json:"recordings"`
}

// FileSummary is a file of the content.
type FileSummary struct {
	Path string `json:"path"`
	// Shown is the path to show: below the directory of all files.
	Shown     string `json:"shown"`
	Responses int    `json:"responses"`
}

// LanguageSummary is a language that the content is translated into.
type LanguageSummary struct {
	Code string `json:"code"`
	// Name is the language's English name, such as German (AT); the code if it has
	// none.
	Name string `json:"name"`
	// Have counts the responses of which every variation has the language.
	Have int `json:"have"`
	All  int `json:"all"`
}

// ChannelSummary is a channel.
type ChannelSummary struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Family string `json:"family"`
	// Used is set if the content or the credentials name it.
	Used bool `json:"used"`
}

// TestSummary counts the cases of the expectation files beside the content.
type TestSummary struct {
	Cases  int `json:"cases"`
	Failed int `json:"failed"`
}

// Finding is a diagnostic, with the field that it is about.
type Finding struct {
	// Severity is "error" or "warning". A defect, with which the bot would be
	// silent, is an error to an author.
	Severity string       `json:"severity"`
	Code     string       `json:"code"`
	Message  string       `json:"message"`
	Hint     string       `json:"hint,omitempty"`
	Position nlg.Position `json:"position"`
	// Source is the text of the line.
	Source string `json:"source,omitempty"`
	// Response is the response that it is about; empty if it is about none.
	Response string `json:"response,omitempty"`
	// Number is that of the variation, from 1; 0 if it is about none.
	Number int `json:"number,omitempty"`
	// Path is the field of the variation, such as text, buttons[0].title,
	// condition, channel or id; empty if it is about the variation as a whole.
	Path string `json:"path,omitempty"`
	// Language is that of the translated field; empty for an untranslated one.
	Language string `json:"language,omitempty"`
	// Fix is a step that certainly fixes it; nil if only a person can tell how, for those
	// who may not write, and if another finding about the same field has the same fix.
	Fix *Fix `json:"fix,omitempty"`

	// proposed is a fix that was not tried yet: see [Content.Offer].
	proposed *Fix
}

// Fix is a step that makes a finding go away and brings no other.
type Fix struct {
	// Label says in a few words what it does, such as: Change {nane} to {name}. Parts of
	// it are from the content.
	Label string `json:"label"`
	// Ops are the step.
	Ops []edit.Op `json:"ops"`
}
