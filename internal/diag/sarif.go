package diag

import (
	"cmp"
	"encoding/json"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
)

// sarifSchema names the format: SARIF 2.1.0.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// helpPage has a section for every code.
const helpPage = "docs/diagnostics.md"

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               Code      `json:"id"`
	Name             string    `json:"name"`
	ShortDescription sarifText `json:"shortDescription"`
	HelpURI          string    `json:"helpUri"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    Code            `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     Severity        `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
	Related   []sarifLocation `json:"relatedLocations,omitempty"`
	// Occurrences is 0 for a finding with one place.
	Occurrences int `json:"occurrenceCount,omitempty"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
	Message  *sarifText    `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact struct {
		URI string `json:"uri"`
	} `json:"artifactLocation"`
	Region *sarifRegion `json:"region,omitempty"`
}

type sarifRegion struct {
	StartLine   int        `json:"startLine"`
	StartColumn int        `json:"startColumn,omitempty"`
	Snippet     *sarifText `json:"snippet,omitempty"`
}

// WriteSARIF writes the list as a SARIF 2.1.0 log, the format of code scanning
// services. version is the version of this program.
func (l List) WriteSARIF(w io.Writer, version string) error {
	var run sarifRun
	run.Tool.Driver = sarifDriver{Name: "nlgserver", Version: version, Rules: l.sarifRules()}
	run.ColumnKind = "unicodeCodePoints"
	run.Results = make([]sarifResult, len(l))
	for i, d := range l {
		index, _ := slices.BinarySearchFunc(run.Tool.Driver.Rules, d.Code, func(r sarifRule, c Code) int { return cmp.Compare(r.ID, c) })
		run.Results[i] = sarifResult{
			RuleID: d.Code, RuleIndex: index, Level: d.Severity, Message: sarifText{d.explained()},
			Locations: []sarifLocation{sarifPlace(d.Position, d.Source)},
		}
		if d.Related != nil {
			related := sarifPlace(d.Related.Position, "")
			related.Message = &sarifText{d.Related.Message}
			run.Results[i].Related = []sarifLocation{related}
		}
		if d.Others != nil {
			run.Results[i].Occurrences = 1 + d.Others.Count
			for _, p := range d.Others.Positions {
				other := sarifPlace(p, "")
				other.Message = &sarifText{"the same here"}
				run.Results[i].Related = append(run.Results[i].Related, other)
			}
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// sarifRules describes the codes of the list, in order.
func (l List) sarifRules() []sarifRule {
	rules := []sarifRule{}
	for _, d := range Descriptions() {
		if slices.ContainsFunc(l, func(found Diagnostic) bool { return found.Code == d.Code }) {
			rules = append(rules, sarifRule{
				ID: d.Code, Name: d.Name, ShortDescription: sarifText{d.Summary},
				HelpURI: helpPage + "#" + strings.ToLower(string(d.Code)),
			})
		}
	}
	return rules
}

func sarifPlace(p Position, source string) sarifLocation {
	var place sarifPhysical
	name := &url.URL{Path: p.File}
	if path.IsAbs(p.File) {
		name.Scheme = "file"
	}
	place.Artifact.URI = name.String()
	if p.Line > 0 {
		place.Region = &sarifRegion{StartLine: p.Line, StartColumn: p.Column}
		if source != "" {
			place.Region.Snippet = &sarifText{source}
		}
	}
	return sarifLocation{Physical: place}
}
