package main

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"nlgserver/expect"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// testFlags are the flags of test.
type testFlags struct {
	compileFlags
	tests       []string
	run         string
	update      bool
	coverage    bool
	minCoverage float64
	format      string
	junit       string
	color       string
	verbose     bool
	quiet       bool
	fromRequest string
}

func newTest() *cobra.Command {
	var f testFlags
	cmd := &cobra.Command{
		Use:   "test [PATH…]",
		Short: "Test that the responses say what is expected",
		Long: `Run expectation files: cases that say what the assistant should reply. They are
named *.nlgtest.yml and found in the given directories, or, beside a given file
NAME.yml, as NAME.nlgtest.yml. --tests adds others. A case is checked against
every eligible variation, so the result does not depend on chance. Without a path
the current directory is tested.

--update writes the current replies into cases that fail or expect nothing yet,
and changes no other byte: review the diff. --coverage shows which variations,
conditions and languages no case covers. --from-request prints a recorded request
as a case.

The exit code is 0 if every case passes, 1 if one fails, an expectation file has
an error, there is no case, or coverage is below --min-coverage, 2 for incorrect
usage, and 3 if a path cannot be read.`,
		Example: `  nlgserver test domain/
  nlgserver test domain/ --run balance --update
  nlgserver test domain/ --coverage --min-coverage 80 --junit report.xml
  nlgserver test domain/ --from-request body.json > domain/greet.nlgtest.yml`,
		RunE: func(cmd *cobra.Command, args []string) error { return test(cmd, &f, args) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.tests, "tests", nil, "`path` of an expectation file, or a directory of them; may be repeated")
	flags.StringVar(&f.run, "run", "", "run only the cases whose names match this regular expression")
	flags.BoolVar(&f.update, "update", false, "rewrite failing and empty expectations with the current replies")
	flags.BoolVar(&f.coverage, "coverage", false, "show what no case covers")
	flags.Float64Var(&f.minCoverage, "min-coverage", 0, "fail if the cases cover less than this, in percent")
	flags.StringVar(&f.format, "format", formatText, "output format: text or json")
	flags.StringVar(&f.junit, "junit", "", "also write a JUnit report to this `file`")
	registerColor(flags, &f.color)
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "also list the cases that pass")
	flags.StringVar(&f.fromRequest, "from-request", "", "print a request as a case and exit; `file` holds a request as Rasa sends it or serve --record keeps it, - is standard input")
	registerQuiet(flags, &f.quiet)
	f.register(flags)
	return cmd
}

// errNoCases means that no case was run, so that the result proves nothing.
var errNoCases = errors.New("no test cases found")

func test(cmd *cobra.Command, f *testFlags, args []string) error {
	if f.format != formatText && f.format != formatJSON {
		return fmt.Errorf("--format: %q is neither text nor json", f.format)
	}
	if f.minCoverage < 0 || f.minCoverage > 100 {
		return fmt.Errorf("--min-coverage: %g is not a percentage", f.minCoverage)
	}
	colored, err := useColor(cmd.OutOrStdout(), f.color)
	if err != nil {
		return err
	}
	chosen, err := regexp.Compile(f.run)
	if err != nil {
		return fmt.Errorf("--run: %w", err)
	}
	opts, err := f.options()
	if err != nil {
		return err
	}
	opts.KeepWritten = true
	paths, files, err := expectationFiles(args, f.tests)
	if err != nil {
		return err
	}
	content, err := load(cmd.Context(), &f.reach, paths, opts)
	if err != nil {
		return err
	}
	if content.catalog == nil {
		return rejected(cmd.ErrOrStderr(), content.diags)
	}
	runner := &expect.Runner{Catalog: content.catalog, Language: opts.Language}
	if f.fromRequest != "" {
		return printCase(cmd, f, runner)
	}
	was := checkedOf(content.files, content.catalog)
	read, found := parseExpectations(&f.reach, files)
	if err := f.report(cmd, found, was); err != nil {
		return err
	}
	if f.update {
		if read, err = updateAll(cmd.ErrOrStderr(), &f.reach, runner, read, chosen); err != nil {
			return err
		}
	}
	r := runCases(runner, read, chosen)
	r.checked = was
	was.write(cmd.ErrOrStderr(), f.format, f.quiet)
	r.found = found
	if f.coverage || f.minCoverage > 0 {
		r.coverage = r.tally.Coverage()
	}
	return f.finish(cmd, r, colored)
}

// finish writes the results and returns an error that holds the exit code.
func (f *testFlags) finish(cmd *cobra.Command, r *testRun, colored bool) error {
	if f.junit != "" {
		if err := r.writeJUnit(f.junit); err != nil {
			return &exitError{code: exitFindings, err: fmt.Errorf("--junit: %w", err)}
		}
	}
	out := cmd.OutOrStdout()
	var err error
	if f.format == formatJSON {
		err = r.writeJSON(out)
	} else {
		err = r.writeText(out, textStyle{color: colored, verbose: f.verbose, gaps: f.coverage})
	}
	switch {
	case err != nil:
		return written(err)
	case len(r.results) == 0:
		return &exitError{code: exitFindings, err: errNoCases}
	case r.failed() > 0:
		return &exitError{code: exitFindings}
	case r.coverage != nil && r.coverage.Percent() < f.minCoverage:
		return &exitError{code: exitFindings, err: fmt.Errorf("coverage is %.1f%%, below --min-coverage %g", r.coverage.Percent(), f.minCoverage)}
	}
	return nil
}

// report writes the diagnostics of expectation files. Files with errors are not
// used, files with warnings are.
func (f *testFlags) report(cmd *cobra.Command, found diag.List, was checked) error {
	var err error
	switch {
	case f.format == formatText:
		err = found.WriteText(cmd.ErrOrStderr())
	case found.HasErrors():
		err = (&report{checked: was, found: found}).writeJSON(cmd.OutOrStdout())
	}
	if err != nil {
		return written(err)
	}
	if found.HasErrors() {
		return unfit(found)
	}
	return nil
}

// testRun is the result of all cases.
type testRun struct {
	checked checked
	// found are the warnings about expectation files.
	found    diag.List
	results  []*expect.Result
	tally    *expect.Tally
	coverage *expect.Coverage
}

// runCases runs the chosen cases.
func runCases(runner *expect.Runner, files []*expect.File, chosen *regexp.Regexp) *testRun {
	r := &testRun{tally: expect.NewTally(runner.Catalog)}
	for _, f := range files {
		for _, c := range f.Cases {
			if chosen.MatchString(c.Name) {
				result := runner.Run(c)
				r.tally.Add(result)
				r.results = append(r.results, result)
			}
		}
	}
	return r
}

func (r *testRun) failed() int {
	n := 0
	for _, result := range r.results {
		if !result.Passed() {
			n++
		}
	}
	return n
}

// printCase prints a captured request as a case.
func printCase(cmd *cobra.Command, f *testFlags, runner *expect.Runner) error {
	body, err := (&requestFlags{file: f.fromRequest}).body("--from-request", cmd.InOrStdin())
	if err != nil {
		return err
	}
	req, err := nlg.ReadRequest(body)
	if err != nil {
		return &exitError{code: exitUnreadable, err: fmt.Errorf("--from-request %s: %w", f.fromRequest, err)}
	}
	for _, fault := range faultsOf(runner.Catalog, req) {
		fmt.Fprintf(cmd.ErrOrStderr(), "nlgserver: warning: the case expects a reply with a fault: %s\n", fault)
	}
	_, err = cmd.OutOrStdout().Write(runner.FromRequest(req, ""))
	return written(err)
}

// faultsOf says what is wrong with the replies to a request, which a test should not
// expect unseen.
func faultsOf(catalog *nlg.Catalog, req *nlg.Request) []string {
	e, err := catalog.Explain(req)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	switch e.Outcome {
	case nlg.Silence:
		out = append(out, "no variation is eligible, so the bot says nothing")
	case nlg.InternalError:
		out = append(out, "no variation is eligible, so the bot says "+e.Said)
	default: // the response itself
	}
	for _, m := range e.Messages {
		for _, p := range m.Problems {
			out = append(out, fmt.Sprintf("variation %d, %s is sent as written: %s", m.Variation+1, p.Path, p.Message))
		}
	}
	return out
}

// unfit returns the error for expectation files with errors.
func unfit(diags diag.List) error {
	return &exitError{code: exitFindings, err: fmt.Errorf("expectation files rejected: %s", counts(diags))}
}
