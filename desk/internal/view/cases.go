package view

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"nlgserver/expect"
	"nlgserver/nlg"
)

// runTests runs the cases of the expectation files, and adds what is wrong with the
// files to found.
func (c *Content) runTests(ctx context.Context, s *Sources, o *Options, found *nlg.Diagnostics) (cases, failed int) {
	opts := expect.Options{Env: o.Compile.Env, EnvAllowed: o.Compile.EnvAllowed, Request: o.Request}
	runner := expect.Runner{Catalog: c.catalog, Language: o.Compile.Language}
	for _, f := range s.Tests {
		file, wrong := expect.Read(f.Path, f.Data, opts)
		*found = append(*found, wrong...)
		for _, one := range file.Cases {
			if ctx.Err() != nil {
				return cases, failed
			}
			result := runner.Run(one)
			cases++
			if !result.Passed() {
				failed++
			}
			if e := c.entryOf(one.Request.Response); e != nil {
				e.tests = append(e.tests, caseOf(result))
				if !result.Passed() {
					e.failed++
				}
			}
		}
	}
	return cases, failed
}

// caseOf returns a case as the page shows it.
func caseOf(r *expect.Result) TestCase {
	return TestCase{Name: r.Case.Name, Position: r.Case.Position, Passed: r.Passed(), Differences: Differences(r)}
}

// Differences says what differs from the expectation of a case.
func Differences(r *expect.Result) []string {
	var out []string
	for i := range r.Failures {
		out = append(out, difference(&r.Failures[i]))
	}
	return out
}

// difference says what differs from an expectation, such as `text, variation 1: want
// "Hello", got "Hi"`.
func difference(f *expect.Failure) string {
	if f.What == "expect" {
		return "no expectation yet; the reply is " + strconv.Quote(f.Got)
	}
	wants := make([]string, len(f.Want))
	for i, want := range f.Want {
		wants[i] = strconv.Quote(want)
	}
	text := fmt.Sprintf("%s: want %s", f.Place(), strings.Join(wants, " or "))
	if f.Got != "" || f.Variation != 0 {
		text += ", got " + strconv.Quote(f.Got)
	}
	return text
}
