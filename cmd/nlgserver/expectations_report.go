package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"nlgserver/expect"
	"nlgserver/internal/atomicfile"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

type (
	testJSON struct {
		checked
		Pass     int           `json:"pass"`
		Fail     int           `json:"fail"`
		Cases    []caseJSON    `json:"cases"`
		Coverage *coverageJSON `json:"coverage,omitempty"`
		// Diagnostics are the warnings about the expectation files.
		Diagnostics diag.List `json:"diagnostics,omitempty"`
	}
	caseJSON struct {
		Name     string        `json:"name"`
		Response string        `json:"response"`
		Position nlg.Position  `json:"position"`
		Passed   bool          `json:"passed"`
		Outcome  string        `json:"outcome"`
		Failures []failureJSON `json:"failures,omitempty"`
	}
	failureJSON struct {
		Position nlg.Position `json:"position"`
		What     string       `json:"what"`
		// Variation and Number are the same, counted from 1.
		Variation int      `json:"variation,omitempty"`
		Number    int      `json:"number,omitempty"`
		ID        string   `json:"id,omitempty"`
		Want      []string `json:"want"`
		Got       string   `json:"got"`
	}
	coverageJSON struct {
		Percent    float64      `json:"percent"`
		Variations expect.Share `json:"variations"`
		Conditions expect.Share `json:"conditions"`
		Languages  expect.Share `json:"languages"`
		Gaps       []gapJSON    `json:"gaps"`
	}
	gapJSON struct {
		Position  nlg.Position `json:"position"`
		Response  string       `json:"response"`
		Variation int          `json:"variation,omitempty"`
		Number    int          `json:"number,omitempty"`
		ID        string       `json:"id,omitempty"`
		What      string       `json:"what"`
	}
)

func (r *testRun) writeJSON(w io.Writer) error {
	out := testJSON{checked: r.checked, Pass: len(r.results) - r.failed(), Fail: r.failed(), Cases: []caseJSON{}, Diagnostics: r.found}
	for _, result := range r.results {
		c := caseJSON{
			Name: result.Case.Name, Response: result.Request.Response, Position: result.Case.Position,
			Passed: result.Passed(), Outcome: result.Outcome(),
		}
		for _, f := range result.Failures {
			c.Failures = append(c.Failures, failureJSON{f.Position, f.What, f.Variation, f.Variation, f.ID, append([]string{}, f.Want...), f.Got})
		}
		out.Cases = append(out.Cases, c)
	}
	if c := r.coverage; c != nil {
		out.Coverage = &coverageJSON{c.Percent(), c.Variations, c.Conditions, c.Languages, []gapJSON{}}
		for _, g := range c.Gaps {
			out.Coverage.Gaps = append(out.Coverage.Gaps, gapJSON{g.Position, g.Response, g.Variation, g.Variation, g.ID, g.What})
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// The elements of a JUnit report, as CI servers expect them.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		File    string        `xml:"file,attr"`
		Line    int           `xml:"line,attr"`
		Failure *junitFailure `xml:"failure"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes a report with one suite for each file.
func (r *testRun) writeJUnit(path string) error {
	all := junitSuites{Tests: len(r.results), Failures: r.failed()}
	var style textStyle
	for _, result := range r.results {
		file := result.Case.Position.File
		if n := len(all.Suites); n == 0 || all.Suites[n-1].Name != file {
			all.Suites = append(all.Suites, junitSuite{Name: file})
		}
		suite := &all.Suites[len(all.Suites)-1]
		c := junitCase{Name: result.Case.Name, Class: file, File: file, Line: result.Case.Position.Line}
		suite.Tests++
		if !result.Passed() {
			suite.Failures++
			var text strings.Builder
			style.failed(&text, result)
			c.Failure = &junitFailure{Message: result.Failures[0].Place(), Text: text.String()}
		}
		suite.Cases = append(suite.Cases, c)
	}
	data, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.Write(path, fmt.Appendf(nil, "%s%s\n", xml.Header, data), 0o666)
}
