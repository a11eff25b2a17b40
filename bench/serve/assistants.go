package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"nlgserver/bench/drive"
	"nlgserver/bench/process"
)

// shortRounds replaces the length and number of rounds, unless they were given: what
// else the machine does disturbs the few servers of a short round alike, and few of many
// rounds.
func (s *settings) shortRounds() {
	given := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if !given["duration"] {
		s.duration = 200 * time.Millisecond
	}
	if !given["rounds"] {
		s.rounds = 60
	}
	if !given["turns"] {
		s.turns = []string{"1"}
	}
}

// subject is a server of the measurement.
type subject struct {
	name string
	// of are the subjects that it is compared with. bar is the least ratio of throughputs
	// that it should have of the first; 0 for none.
	of  []*subject
	bar float64
	// program is another one to run; empty for this.
	program, role string
	args          []string
	// assistants is how many are asked; 0 asks at /nlg. plain asks for the response of
	// the bodies only. editions is how many times an assistant that is alone has the
	// content of one.
	assistants int
	plain      bool
	editions   int

	*process.Process
	// started is how long the start took, and starting the CPU time of it.
	started, starting time.Duration
	rounds            []figures
	total             time.Duration // CPU time of all rounds
}

// subjects are the servers to compare; their content is in dir.
func subjects(s *settings, dir string) []*subject {
	var all []*subject
	if s.before != "" {
		before := &subject{name: "/nlg before", program: s.before, role: roleServer, plain: true}
		all = append(all, before, &subject{name: "/nlg now", of: []*subject{before}, bar: 0.99, role: roleServer, plain: true})
	}
	crowd := func(name string, n, editions int, bar float64, of ...*subject) *subject {
		one := &subject{
			name: name, of: of, bar: bar, role: roleCrowd, args: []string{dir, strconv.Itoa(n), strconv.Itoa(editions)},
			assistants: n, editions: editions,
		}
		all = append(all, one)
		return one
	}
	alone := crowd("/nlg alone", 0, 1, 0)
	one := crowd("1 assistant", 1, 1, 0, alone)
	for _, n := range [...]int{10, mostAssistants} {
		// Much content is slower to reach than little, whoever it belongs to.
		asLarge := crowd(fmt.Sprintf("as large as %d", n), 0, n, 0, alone)
		crowd(fmt.Sprintf("%d assistants", n), n, 1, 0.97, one, asLarge)
	}
	return all
}

// mostAssistants is the largest crowd.
const mostAssistants = 200

// measureAssistants compares servers of several assistants with that of one, and with
// /nlg alone.
func measureAssistants(s *settings) (err error) {
	dir, err := os.MkdirTemp("", "nlgbench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := writeCrowd(dir, mostAssistants); err != nil {
		return err
	}
	fmt.Printf("each assistant has %d variations; %d connections, %d rounds of %v, each with all servers in turn\n", crowdResponses*crowdVariations, s.connections, s.rounds, s.duration)
	for _, turns := range s.turns {
		body, err := drive.Body(s.bodies, turns)
		if err != nil {
			return err
		}
		all := subjects(s, dir)
		err = compareAll(s, all, body)
		for _, one := range all {
			if one.Process != nil {
				one.Stop()
			}
		}
		if err != nil {
			return err
		}
		report(all, turns, len(body))
	}
	return nil
}

// compareAll drives all servers in turn in every round, and begins with another one in
// each.
func compareAll(s *settings, all []*subject, body []byte) error {
	for _, one := range all {
		if err := one.start(); err != nil {
			return err
		}
		if err := one.check(body); err != nil {
			return err
		}
	}
	for round := range s.rounds + 1 {
		for i := range all {
			one := all[(i+round)%len(all)]
			f, cpu, err := one.drive(s, body)
			if err != nil {
				return fmt.Errorf("%s: %w", one.name, err)
			}
			if round > 0 { // the first warms up
				one.rounds = append(one.rounds, f)
				one.total += cpu
			}
		}
	}
	return nil
}

// start starts the server and measures how long it takes, until somebody can connect.
func (u *subject) start() (err error) {
	began := time.Now()
	if u.program == "" {
		u.Process, err = process.Start(u.role, u.args...)
	} else {
		u.Process, err = process.StartOther(u.program, u.role, u.args...)
	}
	if err != nil {
		return err
	}
	u.started = time.Since(began)
	u.starting, err = u.CPU()
	return err
}

// request returns the request, and what makes it another one each time.
func (u *subject) request(body []byte) ([]byte, func([]byte, int)) {
	if u.plain {
		return drive.Request(body), nil
	}
	const asked = "utter_greet"
	path := "/nlg"
	if u.assistants > 0 {
		path = "/a/" + fmt.Sprintf(crowdName, 0) + "/nlg"
	}
	request := drive.RequestTo(path, bytes.Replace(body, []byte(asked), fmt.Appendf(nil, crowdResponse, 0, 0), 1))
	response := bytes.Index(request, []byte("utter_gre00")) + len("utter_gre")
	edition := response + len("00_")
	assistant := len("POST /a/bot-")
	return request, func(request []byte, n int) {
		if u.assistants > 0 {
			digits(request[assistant:assistant+3], n%u.assistants)
		}
		digits(request[edition:edition+3], n%u.editions)
		digits(request[response:response+2], n/max(u.editions, u.assistants)%crowdResponses)
	}
}

// digits writes a number with leading zeros.
func digits(to []byte, n int) {
	for i := len(to) - 1; i >= 0; i-- {
		to[i] = byte('0' + n%10)
		n /= 10
	}
}

// check checks that each assistant gives its own answer.
func (u *subject) check(body []byte) error {
	client := http.Client{Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	for i := range u.assistants {
		name := fmt.Sprintf(crowdName, i)
		asked := bytes.Replace(body, []byte("utter_greet"), fmt.Appendf(nil, crowdResponse, i%crowdResponses, 0), 1)
		reply, err := client.Post("http://"+u.Address+"/a/"+name+"/nlg", "application/json", bytes.NewReader(asked))
		if err != nil {
			return err
		}
		said, err := io.ReadAll(reply.Body)
		_ = reply.Body.Close()
		if err != nil {
			return err
		}
		if reply.StatusCode != http.StatusOK || !bytes.Contains(said, []byte("says "+name)) {
			return fmt.Errorf("%s: %d %s", name, reply.StatusCode, said)
		}
	}
	return nil
}

// drive drives the server for one round.
func (u *subject) drive(s *settings, body []byte) (figures, time.Duration, error) {
	before, err := u.CPU()
	if err != nil {
		return figures{}, 0, err
	}
	request, next := u.request(body)
	r, err := drive.Run(u.Address, request, drive.Load{Connections: s.connections, Duration: s.duration, Next: next})
	if err != nil {
		return figures{}, 0, err
	}
	after, err := u.CPU()
	if err != nil {
		return figures{}, 0, err
	}
	peak, err := u.PeakMemory()
	return figures{requests: r.Requests, throughput: r.Throughput, p50: r.P50, p99: r.P99, peak: peak}, after - before, err
}

// report prints the medians, and those of the ratios of each round.
func report(all []*subject, turns string, body int) {
	fmt.Printf("\n%s turns, body of %d bytes\n", turns, body)
	fmt.Println("server             req/s    cpu µs    p50 µs    p99 µs   start ms    (cpu)   peak RSS MiB")
	for _, u := range all {
		f := median(u.rounds)
		fmt.Printf("%-15s %8.0f  %8.1f  %8.0f  %8.0f   %8d   %6d   %12.1f\n",
			u.name, f.throughput, u.cpu(), f.p50, f.p99, u.started.Milliseconds(), u.starting.Milliseconds(), float64(f.peak)/(1<<20))
	}
	fmt.Println("\nratio                              throughput   half of the rounds     cpu     p50     p99   throughput should be")
	var last []string
	for _, u := range all {
		for i, of := range u.of {
			throughput := u.ratios(of, func(f figures) float64 { return f.throughput })
			p50, p99 := u.ratios(of, func(f figures) float64 { return f.p50 }), u.ratios(of, func(f figures) float64 { return f.p99 })
			bar := ""
			if u.bar > 0 && i == 0 {
				bar = fmt.Sprintf("%.2f", u.bar)
			}
			what := u.name + " of " + of.name
			fmt.Printf("%-34s %10.3f   %8.2f to %-7.2f  %6.2f  %6.2f  %6.2f   %s\n", what,
				quartile(throughput, 2), quartile(throughput, 1), quartile(throughput, 3), u.cpu()/of.cpu(), quartile(p50, 2), quartile(p99, 2), bar)
			last = append(last, fmt.Sprintf("%s=%.3f", what, quartile(throughput, 2)))
		}
	}
	fmt.Println("\n" + strings.Join(last, ", "))
}

// cpu returns the microseconds of CPU time for a request. The clock of processes is too
// coarse for one round.
func (u *subject) cpu() float64 {
	requests := 0
	for _, f := range u.rounds {
		requests += f.requests
	}
	return u.total.Seconds() * 1e6 / float64(requests)
}

// ratios divides a figure of each round by that of the other server in the same round.
func (u *subject) ratios(of *subject, get func(figures) float64) []float64 {
	all := make([]float64, len(u.rounds))
	for i := range all {
		all[i] = get(u.rounds[i]) / get(of.rounds[i])
	}
	slices.Sort(all)
	return all
}

// quartile returns the value below which that many quarters of the sorted values are.
func quartile(sorted []float64, quarters int) float64 { return sorted[(len(sorted)-1)*quarters/4] }
