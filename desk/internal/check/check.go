package check

import (
	"context"

	"nlgserver/compare"
	"nlgserver/desk/internal/view"
	"nlgserver/expect"
	"nlgserver/nlg"
)

// Side is one of the two contents that are compared.
type Side struct {
	// Content is nil if the content is rejected; Rejected then says why.
	Content  *view.Content
	Rejected []view.Finding
}

// Report is what a draft changes.
type Report struct {
	// Rejected is set if the draft's content is rejected. The report then has
	// findings only.
	Rejected bool      `json:"rejected"`
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	New      int       `json:"new"`
	Findings []Finding `json:"findings"`
	// Changes are what differs in meaning; null if it is rejected. Its replies are the
	// expected ones that differ, whether their cases pass or not.
	Changes *compare.Diff `json:"changes"`
	Tests   Tests         `json:"tests"`
}

// Finding is a finding of the draft.
type Finding struct {
	view.Finding
	// New is set if the base does not have it.
	New bool `json:"new"`
}

// Tests are what became of the cases of the expectation files.
type Tests struct {
	Cases  int `json:"cases"`
	Failed int `json:"failed"`
	// Broken are the cases that pass on the base, and fail on the draft.
	Broken []Broken `json:"broken"`
}

// Broken is a case that fails now.
type Broken struct {
	Case     string       `json:"case"`
	Position nlg.Position `json:"position"`
	Response string       `json:"response"`
	// Before and After are the possible replies, sorted.
	Before []string `json:"before"`
	After  []string `json:"after"`
	// Differences say what differs from the expectation.
	Differences []string `json:"differences"`
}

// MayPublish reports whether nothing speaks against publishing: no error, and no test
// that fails.
func (r *Report) MayPublish() bool { return !r.Rejected && r.Errors == 0 && r.Tests.Failed == 0 }

// Check compares a draft with its base. The expectation files are those of the draft;
// opts say how they are read. It returns the context's error if that is done first.
func Check(ctx context.Context, base, draft Side, tests []nlg.File, opts expect.Options) (*Report, error) {
	r := &Report{Findings: []Finding{}, Tests: Tests{Broken: []Broken{}}}
	r.addFindings(base.findings(), draft.findings())
	if r.Rejected = draft.Content == nil; r.Rejected {
		return r, ctx.Err()
	}
	var err error
	if r.Changes, err = compare.CatalogsContext(ctx, base.catalog(), draft.catalog()); err != nil {
		return r, err
	}
	return r, r.addTests(ctx, base, draft, tests, opts)
}

func (s Side) findings() []view.Finding {
	if s.Content == nil {
		return s.Rejected
	}
	return s.Content.Findings()
}

// catalog returns the compiled content, nil if it is rejected.
func (s Side) catalog() *nlg.Catalog {
	if s.Content == nil {
		return nil
	}
	return s.Content.Catalog()
}

// addFindings adds the findings of the draft. One that the base has too, wherever in
// its file, is not new.
func (r *Report) addFindings(base, draft []view.Finding) {
	type key struct{ severity, code, message, file, response, path, language string }
	keyOf := func(f *view.Finding) key {
		return key{f.Severity, f.Code, f.Message, f.Position.File, f.Response, f.Path, f.Language}
	}
	known := map[key]int{}
	for i := range base {
		known[keyOf(&base[i])]++
	}
	for i := range draft {
		f := &draft[i]
		k := keyOf(f)
		one := Finding{*f, known[k] == 0}
		known[k]--
		known[k] = max(known[k], 0)
		if r.Findings = append(r.Findings, one); one.New {
			r.New++
		}
		if f.Severity == "warning" {
			r.Warnings++
		} else {
			r.Errors++
		}
	}
}
