package main

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"nlgserver/expect"
	"nlgserver/internal/diag"
)

// testFlags are what test can be told.
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
	fromRequest string
}

func newTest() *cobra.Command {
	var f testFlags
	cmd := &cobra.Command{
		Use:   "test [PATH…]",
		Short: "Check that the responses say what is expected",
		Long: `test runs expectation files: what the assistant is meant to say, case by case.
They are called *.nlgtest.yml and lie beside the content, in any of the given
directories; beside a given file NAME.yml it is NAME.nlgtest.yml. --tests names
others. A case is held against every variation that may be drawn, so that a run
comes out the same every time. Without a path it tests the demo assistant.

--update writes what is said now into the cases that fail or expect nothing yet,
and leaves every other byte alone: the review is reading the diff. --coverage
tells which variations, conditions and languages no case reaches. --from-request
prints a captured request as a case, ready to be pasted.

It ends with 0 if every case passes, 1 if one fails, if a file has an error, if
there is no case or if --min-coverage is missed, 2 for a wrong flag, and 3 if a
path cannot be read.`,
		Example: `  nlgserver test domain/
  nlgserver test domain/ --run balance --update
  nlgserver test domain/ --coverage --min-coverage 80 --junit report.xml
  nlgserver test domain/ --from-request body.json > domain/greet.nlgtest.yml`,
		RunE: func(cmd *cobra.Command, args []string) error { return test(cmd, &f, args) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.tests, "tests", nil, "an expectation file, or a directory of them; may be given several times")
	flags.StringVar(&f.run, "run", "", "run only the cases whose name matches this regular expression")
	flags.BoolVar(&f.update, "update", false, "write what is said now into the cases that fail or expect nothing")
	flags.BoolVar(&f.coverage, "coverage", false, "tell what no case reaches")
	flags.Float64Var(&f.minCoverage, "min-coverage", 0, "fail if the cases reach less than this, in percent")
	flags.StringVar(&f.format, "format", formatText, "text or json")
	flags.StringVar(&f.junit, "junit", "", "write a JUnit report into this file as well")
	registerColor(flags, &f.color)
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "list the cases that pass as well")
	flags.StringVar(&f.fromRequest, "from-request", "", "print a request as Rasa sends it, or as serve --record keeps it, as a case; - reads standard input")
	f.register(flags)
	return cmd
}

// errNoCases is a run that proves nothing.
var errNoCases = errors.New("there is no case to run")

func test(cmd *cobra.Command, f *testFlags, args []string) error {
	if f.format != formatText && f.format != formatJSON {
		return fmt.Errorf("--format: %q is neither text nor json", f.format)
	}
	if f.minCoverage < 0 || f.minCoverage > 100 {
		return fmt.Errorf("--min-coverage: %g is no percentage", f.minCoverage)
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
	catalog, diags, err := compile(cmd.Context(), paths, opts)
	if err != nil {
		return err
	}
	if catalog == nil {
		return refused(cmd.ErrOrStderr(), diags)
	}
	runner := &expect.Runner{Catalog: catalog, Language: opts.Language}
	if f.fromRequest != "" {
		return printCase(cmd, f, runner)
	}
	read, found := parseExpectations(files)
	if err := f.report(cmd, found); err != nil {
		return err
	}
	if f.update {
		if read, err = updateAll(cmd.ErrOrStderr(), runner, files, read, chosen); err != nil {
			return err
		}
	}
	r := runCases(runner, read, chosen)
	r.found = found
	if f.coverage || f.minCoverage > 0 {
		r.coverage = r.tally.Coverage()
	}
	return f.finish(cmd, r, colored)
}

// finish writes the results and returns how the program ends.
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
		return &exitError{code: exitFindings, err: fmt.Errorf("the cases reach %.1f%%, less than --min-coverage %g", r.coverage.Percent(), f.minCoverage)}
	}
	return nil
}

// report tells what is wrong with expectation files. With a warning they are
// used.
func (f *testFlags) report(cmd *cobra.Command, found diag.List) error {
	var err error
	switch {
	case f.format == formatText:
		err = found.WriteText(cmd.ErrOrStderr())
	case found.HasErrors():
		err = (&report{found: found}).writeJSON(cmd.OutOrStdout())
	}
	if err != nil {
		return written(err)
	}
	if found.HasErrors() {
		return unfit(found)
	}
	return nil
}

// testRun is what all cases came to.
type testRun struct {
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
	body, err := (&requestFlags{file: f.fromRequest}).body(cmd.InOrStdin())
	if err != nil {
		return &exitError{code: exitUnreadable, err: fmt.Errorf("--from-request: %w", err)}
	}
	req, err := expect.ReadRequest(body)
	if err != nil {
		return &exitError{code: exitUnreadable, err: fmt.Errorf("--from-request %s: %w", f.fromRequest, err)}
	}
	_, err = cmd.OutOrStdout().Write(runner.FromRequest(req, ""))
	return written(err)
}

// unfit returns how the program ends when expectation files have errors.
func unfit(diags diag.List) error {
	return &exitError{code: exitFindings, err: fmt.Errorf("the expectation files cannot be used: %s", tally(diags))}
}
