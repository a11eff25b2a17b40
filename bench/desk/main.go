package main

import (
	"flag"
	"fmt"
	"os"
	"slices"

	"nlgserver/bench/process"
	"nlgserver/internal/browser"
)

func main() {
	if process.Role() != "" {
		exitOn(serve(os.Args[1:]))
		return
	}
	var s settings
	flag.IntVar(&s.responses, "responses", 10_000, "number of responses, with ten variations each")
	flag.IntVar(&s.views, "views", 5, "number of first views, each with an empty cache")
	flag.IntVar(&s.searches, "searches", 200, "number of searches")
	flag.IntVar(&s.rounds, "rounds", 8, "rounds of ten keystrokes")
	flag.StringVar(&s.corpus, "corpus", "../shared/corpus/PerfectFit-project__virtual-coach-rasa", "directory of a real assistant")
	flag.BoolVar(&s.quick, "quick", false, "run less of everything, without a verdict")
	flag.Parse()
	if s.quick {
		s.views, s.searches, s.rounds = 2, 40, 1
	}
	os.Exit(run(&s))
}

// settings are the options of a run.
type settings struct {
	responses, views, searches, rounds int

	corpus string
	quick  bool
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run measures and returns the exit code.
func run(s *settings) (code int) {
	r := &report{quick: s.quick}
	t := new(attempt)
	var chromium browser.Browser
	defer chromium.Close()
	defer t.end()
	defer func() {
		if failure, ok := recover().(failed); ok {
			fmt.Fprintln(os.Stderr, string(failure))
			code = 1
		}
	}()
	fmt.Printf("%d responses, %d variations\n\n%-52s %12s %12s\n", s.responses, 10*s.responses, "", "measured", "limit")
	if err := measure(t, &chromium, s, r); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return r.verdict()
}

// report is the table of figures.
type report struct {
	quick  bool
	failed []string
}

// add prints a figure with its limit.
func (r *report) add(what string, value, limit float64, unit string) {
	verdict := "PASS"
	switch {
	case r.quick:
		verdict = ""
	case value > limit:
		verdict = "FAIL"
		r.failed = append(r.failed, what)
	}
	fmt.Printf("%-52s %9.1f %s %9.0f %s  %s\n", what, value, unit, limit, unit, verdict)
}

func (r *report) verdict() int {
	switch {
	case r.quick:
		fmt.Println("\nnot judged: -quick")
	case len(r.failed) > 0:
		fmt.Printf("\nFAIL %q\n", r.failed)
		return 1
	default:
		fmt.Println("\nPASS")
	}
	return 0
}

// percentile returns a percentile of the values, from 0 to 1.
func percentile(values []float64, p float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}

// failed is the panic of a step of the browser that failed.
type failed string

// attempt stands for a test, to the browser.
type attempt struct {
	ends   []func()
	faults bool
}

func (a *attempt) Helper()                         {}
func (a *attempt) Failed() bool                    { return a.faults }
func (a *attempt) Cleanup(end func())              { a.ends = append(a.ends, end) }
func (a *attempt) Logf(format string, args ...any) { fmt.Printf(format+"\n", args...) }
func (a *attempt) Skipf(format string, args ...any) {
	panic(failed(fmt.Sprintf(format, args...)))
}

func (a *attempt) Fatalf(format string, args ...any) {
	panic(failed(fmt.Sprintf(format, args...)))
}

func (a *attempt) Errorf(format string, args ...any) {
	a.faults = true
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

func (a *attempt) end() {
	for _, end := range slices.Backward(a.ends) {
		end()
	}
	a.ends = nil
}
