package check

import (
	"context"

	"nlgserver/compare"
	"nlgserver/desk/internal/view"
	"nlgserver/expect"
	"nlgserver/nlg"
)

// addTests runs the cases on both sides.
func (r *Report) addTests(ctx context.Context, base, draft Side, tests []nlg.File, opts expect.Options) error {
	after := expect.Runner{Catalog: draft.catalog(), Language: draft.Content.Language()}
	var before *expect.Runner
	if base.Content != nil {
		before = &expect.Runner{Catalog: base.catalog(), Language: base.Content.Language()}
	}
	for _, f := range tests {
		file, _ := expect.Read(f.Path, f.Data, opts) // opening the content told what is wrong
		for _, c := range file.Cases {
			if err := ctx.Err(); err != nil {
				return err
			}
			r.addCase(c, before, &after)
		}
	}
	return nil
}

func (r *Report) addCase(c *expect.Case, before, after *expect.Runner) {
	now := after.Run(c)
	r.Tests.Cases++
	if !now.Passed() {
		r.Tests.Failed++
	}
	if before == nil {
		return
	}
	was := before.Run(c)
	one := compare.Case{
		Name: c.Name, Position: c.Position, Response: c.Request.Response, Passes: now.Passed(), Before: was.Explanation, After: now.Explanation,
	}
	r.Changes.AddCase(one)
	if now.Passed() || !was.Passed() {
		return
	}
	// The replies may be the same and the reasons for them others.
	reply := compare.ReplyOf(one)
	r.Tests.Broken = append(r.Tests.Broken, Broken{
		Case: c.Name, Position: c.Position, Response: c.Request.Response, Before: reply.Before, After: reply.After, Differences: view.Differences(now),
	})
}

// Accept returns an expectation file in which the chosen cases expect what the content
// replies now, and the cases that must be edited by hand. Every other byte stays.
func Accept(content *view.Content, test nlg.File, chosen func(*expect.Case) bool, opts expect.Options) (data []byte, left []*expect.Case) {
	file, _ := expect.Read(test.Path, test.Data, opts)
	runner := expect.Runner{Catalog: content.Catalog(), Language: content.Language()}
	u := runner.Update(file, chosen)
	return u.Data, u.Left
}
