package view

import (
	"encoding/json"

	"nlgserver/preview"
)

// Try is a request of the page.
type Try struct {
	Response string `json:"response"`
	// Slots, Arguments and Context are JSON values by name.
	Slots     map[string]json.RawMessage `json:"slots"`
	Arguments map[string]json.RawMessage `json:"arguments"`
	Context   map[string]json.RawMessage `json:"context"`
	// Channel is the name of the output channel; empty means the REST channel.
	Channel string `json:"channel"`
	// Language is put where the content looks for it; empty leaves it unset.
	Language string `json:"language"`
	// Recording is the id of a recorded request that is the rest of the request;
	// empty for none.
	Recording string `json:"recording"`
	// Draw picks among the eligible variations: the same number, the same pick.
	Draw uint64 `json:"draw"`
	// AllChannels asks for what every channel shows of the drawn message.
	AllChannels bool `json:"all_channels"`
}

// Tried is what a request gets.
type Tried struct {
	Version string `json:"version"`
	// Preview has the messages of all eligible variations, and says why.
	Preview *preview.Data `json:"preview"`
	// Drawn is the index in Preview.Messages of the message that was drawn; -1 for
	// none.
	Drawn int `json:"drawn"`
	// Chances has the chance of each of Preview.Messages to be drawn, from 0 to 1.
	Chances []float64 `json:"chances"`
	// Pictures are what each channel shows of the drawn message; empty unless asked
	// for.
	Pictures []*preview.Picture `json:"pictures,omitempty"`
}

// RecordingSummary is a recorded request.
type RecordingSummary struct {
	ID string `json:"id"`
	// Time is when it was recorded, in RFC 3339.
	Time    string `json:"time,omitempty"`
	Channel string `json:"channel"`
	// Number is that of the variation that was said; 0 if unknown.
	Number int `json:"number,omitempty"`
	// Words describe its values in short.
	Words string `json:"words,omitempty"`
}

// RecordedValues are the values of a recorded request, to fill the form with.
type RecordedValues struct {
	Slots     map[string]json.RawMessage `json:"slots"`
	Arguments map[string]json.RawMessage `json:"arguments"`
	Context   map[string]json.RawMessage `json:"context"`
	Channel   string                     `json:"channel"`
	Language  string                     `json:"language"`
}
