package main

import (
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"nlgserver/httpapi"
	"nlgserver/server"
)

// guards are the flags that protect the server. An empty value, as from a variable
// that is not set, must not turn the protection off.
var guards = [...]string{"token-file", "basic-auth-file", "require-header-file", "admin-token-file", "tls-cert", "tls-key", "admin-listen"}

// isEmpty is what is wrong with a guard that is empty.
const isEmpty = "is empty: give it a value, or leave it out"

// emptyGuards returns the faults of guards that are set, and empty.
func emptyGuards(flags *pflag.FlagSet, guards []string) []fault {
	var found []fault
	for _, name := range guards {
		if f := flags.Lookup(name); f.Changed && f.Value.String() == "" {
			found = append(found, fault{flag: name, says: isEmpty})
		}
	}
	return found
}

// leastRequestMemory is the least for --max-request-memory: less would refuse usual
// requests.
const leastRequestMemory = 64 << 10

// faults returns what is wrong with the values of the flags, beside what pflag rejects.
func (f *serveFlags) faults(flags *pflag.FlagSet) []fault {
	var found []fault
	for _, name := range [...]string{"log-level", "log-format", "language-from", "replica"} {
		found = append(found, faultsOfValues(flags, name)...)
	}
	found = append(found, f.limitFaults(flags)...)
	found = append(found, f.recordFaults()...)
	found = append(found, f.fromFaults(flags)...)
	found = append(found, emptyGuards(flags, guards[:])...)
	for _, name := range [...]string{"socket-mode", "content-env"} {
		found = append(found, faultsOfValues(flags, name)...)
	}
	return found
}

// faultsOfValues returns the faults of the values of a flag, each for itself.
func faultsOfValues(flags *pflag.FlagSet, name string) []fault {
	var found []fault
	check := checkOf(name)
	for i, text := range textsOf(flags.Lookup(name)) {
		if err := check(text); err != nil {
			found = append(found, fault{name, err.Error(), i})
		}
	}
	return found
}

// limitFaults returns the faults of values that would mean the default to the server.
func (f *serveFlags) limitFaults(flags *pflag.FlagSet) []fault {
	var found []fault
	l, c := &f.Limits, &f.Connections
	for _, limit := range [...]struct {
		flag         string
		value, least int64
	}{
		{"max-body", l.Body, 1},
		{"max-inflight-bytes", l.InFlight, httpapi.LeastInFlight},
		{"max-request-memory", l.RequestMemory, leastRequestMemory},
		{"max-json-depth", int64(l.JSONDepth), 1},
		{"max-header-bytes", int64(c.HeaderBytes), 1},
		{"max-connections", int64(c.Max), 0},
		{"read-header-timeout", int64(c.ReadHeaderTimeout), 1},
		{"read-timeout", int64(l.ReadTimeout), 1},
		{"min-read-rate", l.MinReadRate, 0},
		{"write-timeout", int64(l.WriteTimeout), 1},
		{"idle-timeout", int64(c.IdleTimeout), 1},
		{"shutdown-delay", int64(f.ShutdownDelay), 0},
		{"drain", int64(f.Drain), 0},
		{"debounce", int64(f.Debounce), 0},
		{"debounce-removals", int64(f.DebounceRemovals), 0},
	} {
		switch {
		case limit.value >= limit.least:
		case limit.least > 0 && flags.Lookup(limit.flag).Value.Type() == "duration":
			found = append(found, fault{flag: limit.flag, says: "must be more than 0"})
		default:
			found = append(found, fault{flag: limit.flag, says: fmt.Sprintf("must be %d or more", limit.least)})
		}
	}
	if l.JSONDepth > server.MostJSONDepth {
		found = append(found, fault{flag: "max-json-depth", says: fmt.Sprintf("must be %d or less", server.MostJSONDepth)})
	}
	if f.Poll == 0 {
		found = append(found, fault{flag: "poll", says: "must not be 0: write a duration, such as 30s, or -1s for never"})
	}
	if flags.Changed("max-request-memory") && l.RequestMemory > l.InFlight && !isIn(found, "max-request-memory", "max-inflight-bytes") {
		found = append(found, fault{flag: "max-request-memory", says: "must not exceed --max-inflight-bytes, the memory for all requests"})
	}
	return found
}

// isIn reports whether one of the flags has a fault.
func isIn(found []fault, flags ...string) bool {
	return slices.ContainsFunc(found, func(x fault) bool { return slices.Contains(flags, x.flag) })
}

// recordFaults returns the faults of what is recorded, which an assistant may have for
// itself.
func (f *serveFlags) recordFaults() []fault {
	var found []fault
	if f.Record.Dir != "" && f.Record.Keep < 1 {
		found = append(found, fault{flag: "record-keep", says: "must be 1 or more"})
	}
	if f.Record.Dir != "" && f.Record.MaxBytes < 1 {
		found = append(found, fault{flag: "record-max-bytes", says: "must be 1 or more"})
	}
	return found
}

// checkNotEmpty rejects guards of a command line that are set, and empty.
func checkNotEmpty(flags *pflag.FlagSet, guards []string) error {
	s := settings{flags: flags}
	for _, x := range emptyGuards(flags, guards) {
		return s.errorOf(x)
	}
	return nil
}
